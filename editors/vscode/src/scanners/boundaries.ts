/**
 * The scanners of the open Python documents, kept as the server has them. Between an edit and the server's
 * answer they move with the text; an answer for a text that is no longer there is dropped.
 */

import * as vscode from "vscode";
import { BOUNDARIES_REQUEST, type BoundariesAnswer } from "../protocol";
import type { Server } from "../server/server";
import type { Change } from "./positions";
import { coloured, moved, type Scanner } from "./scanner";

/** How long the text has to rest until it is checked that nothing was missed. */
const REST_MILLISECONDS = 300;

export class Boundaries implements vscode.Disposable {
  private readonly known = new Map<string, readonly Scanner[]>();
  private readonly resting = new Map<string, NodeJS.Timeout>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable[] = [];
  /** Fires when a document's scanners are others, or elsewhere. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.subscriptions.push(
      this.changed,
      server.onDidChangePhase((phase) => phase === "running" || this.forgetAll()),
      server.onDidChangeBoundaries(({ uri }) => this.refreshUri(uri)),
      vscode.workspace.onDidChangeTextDocument((event) => this.move(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
    );
  }

  dispose(): void {
    this.resting.forEach((timer) => clearTimeout(timer));
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** The document's scanners, in the order of the code; empty while nothing is known. */
  of(document: vscode.TextDocument): readonly Scanner[] {
    return this.known.get(document.uri.toString()) ?? [];
  }

  /** Without a server nothing is known; once it runs again it tells of each document's boundaries by itself. */
  private forgetAll(): void {
    for (const document of vscode.workspace.textDocuments.filter(concerns)) {
      this.learn(document, []);
    }
  }

  private refreshUri(uri: string): void {
    const wanted = vscode.Uri.parse(uri).toString();
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === wanted);
    if (document !== undefined) {
      void this.refresh(document);
    }
  }

  private async refresh(document: vscode.TextDocument): Promise<void> {
    const version = document.version;
    const parameters = { textDocument: { uri: document.uri.toString() } };
    try {
      const answer = await this.server.request<BoundariesAnswer>(BOUNDARIES_REQUEST, parameters);
      if (answer !== undefined && document.version === version && !document.isClosed) {
        this.learn(document, coloured(answer.scanners, this.of(document)));
      }
    } catch (error) {
      // The document was closed, or the server stopped, meanwhile: whatever comes next brings an answer.
      this.server.log(`No boundaries of ${document.uri.toString(true)}: ${String(error)}`);
    }
  }

  private learn(document: vscode.TextDocument, scanners: readonly Scanner[]): void {
    this.known.set(document.uri.toString(), scanners);
    this.changed.fire(document);
  }

  private move({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!concerns(document) || contentChanges.length === 0) {
      return;
    }
    this.learn(document, moved(this.of(document), contentChanges satisfies readonly Change[]));
    const key = document.uri.toString();
    clearTimeout(this.resting.get(key));
    this.resting.set(key, setTimeout(() => void this.refresh(document), REST_MILLISECONDS));
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.resting.get(key));
    this.resting.delete(key);
    this.known.delete(key);
  }
}

/** Whether a document is one that the server is told of. */
export function concerns(document: vscode.TextDocument): boolean {
  return document.languageId === "python" && ["file", "untitled"].includes(document.uri.scheme);
}
