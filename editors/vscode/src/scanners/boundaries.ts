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
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.refreshAtRest(notebook);
        }
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.rest(notebook)),
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
    const whole = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments].find(
      (open) => open.uri.toString() === wanted,
    );
    if (whole !== undefined) {
      void this.refresh(whole);
    }
  }

  /** Ask for the scanners of a file, or of all cells of a notebook: those are coloured together. */
  private async refresh(whole: Whole): Promise<void> {
    const documents = documentsOf(whole);
    const versions = documents.map(({ version }) => version);
    const parameters = { textDocument: { uri: whole.uri.toString() } };
    try {
      const answer = await this.server.request<BoundariesAnswer>(BOUNDARIES_REQUEST, parameters);
      const unchanged = documents.every(({ version, isClosed }, index) => version === versions[index] && !isClosed);
      if (answer !== undefined && unchanged) {
        const before = documents.flatMap((document) => this.of(document));
        const scanners = coloured(answer.scanners, before);
        documents.forEach((document) => this.learn(document, scanners.filter(isIn(document))));
      }
    } catch (error) {
      // It was closed, or the server stopped, meanwhile: whatever comes next brings an answer.
      this.server.log(`No boundaries of ${whole.uri.toString(true)}: ${String(error)}`);
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
    this.refreshAtRest(notebookOf(document) ?? document);
  }

  private refreshAtRest(whole: Whole): void {
    this.rest(whole);
    this.resting.set(whole.uri.toString(), setTimeout(() => void this.refresh(whole), REST_MILLISECONDS));
  }

  private rest(whole: Whole): void {
    const key = whole.uri.toString();
    clearTimeout(this.resting.get(key));
    this.resting.delete(key);
  }

  private forget(document: vscode.TextDocument): void {
    this.rest(document);
    this.known.delete(document.uri.toString());
  }
}

/** What the server reads as one text: a file, or a notebook. */
export type Whole = vscode.TextDocument | vscode.NotebookDocument;

/** The text itself, or a notebook's Python cells from top to bottom. */
export function documentsOf(whole: Whole): readonly vscode.TextDocument[] {
  return "getCells" in whole ? whole.getCells().map(({ document }) => document).filter(concerns) : [whole];
}

/** The notebook, of the kind that the server reads, that a text is a cell of. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return document.uri.scheme === CELL_SCHEME
    ? vscode.workspace.notebookDocuments.find(
        ({ notebookType, uri }) => notebookType === "jupyter-notebook" && uri.path === document.uri.path,
      )
    : undefined;
}

/** The Python text in front: the file, the cell that has the cursor, or the first cell of the notebook. */
export function documentInFront(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return document !== undefined && concerns(document) ? document : notebook && documentsOf(notebook)[0];
}

/** Whether a document is one that the server is told of. */
export function concerns(document: vscode.TextDocument): boolean {
  const { languageId, uri } = document;
  return languageId === "python" && (["file", "untitled"].includes(uri.scheme) || notebookOf(document) !== undefined);
}

const CELL_SCHEME = "vscode-notebook-cell";

/** Whether a scanner stands in a document: one of a file's does. */
function isIn(document: vscode.TextDocument): (scanner: Scanner) => boolean {
  return ({ uri }) => uri === undefined || vscode.Uri.parse(uri).toString() === document.uri.toString();
}
