/** The status bar: the scanner under the cursor and its isolation score, or what keeps isoscan from saying so. */

import * as vscode from "vscode";
import { type Boundaries, concerns } from "./scanners/boundaries";
import { type Scanner, scannerAt } from "./scanners/scanner";
import { count, isolationMeaning, score, sentence } from "./scanners/wording";
import type { Server } from "./server/server";

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("isoscan.status", vscode.StatusBarAlignment.Left, 10);
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(
    private readonly server: Server,
    private readonly boundaries: Boundaries,
  ) {
    this.item.name = "isoscan: scanner under the cursor";
    this.subscriptions.push(
      this.item,
      server.onDidChangePhase(() => this.show()),
      boundaries.onDidChange((document) => this.showFor(document)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.showFor(textEditor.document)),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("isoscan.statusBar")) {
          this.show();
        }
      }),
    );
    this.show();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private showFor(document: vscode.TextDocument): void {
    if (vscode.window.activeTextEditor?.document === document) {
      this.show();
    }
  }

  private show(): void {
    const editor = vscode.window.activeTextEditor;
    const enabled = vscode.workspace.getConfiguration("isoscan.statusBar").get("enabled", true);
    if (!enabled || editor === undefined || !concerns(editor.document)) {
      this.item.hide();
      return;
    }
    if (this.server.running) {
      const scanners = this.boundaries.of(editor.document);
      this.showScanner(scannerAt(scanners, editor.selection.active.line), scanners.length);
    } else {
      this.item.text = "$(warning) isoscan: not running";
      this.item.tooltip = "isoscan's server is not running. Click to see why.";
      this.item.command = "isoscan.showOutput";
      this.describe("isoscan's server is not running");
    }
    this.item.show();
  }

  private showScanner(scanner: Scanner | undefined, scanners: number): void {
    this.item.command = "isoscan.goToScanner";
    if (scanner === undefined) {
      this.item.text = `$(target) ${count(scanners, "scanner")}`;
      this.item.tooltip = "isoscan: the cursor is in no scanner. Click to go to one.";
      this.describe(`${count(scanners, "scanner")}; the cursor is in none`);
      return;
    }
    const uncertain = scanner.status === "valid" ? "" : " $(question)";
    this.item.text = `$(target) ${scanner.name}${uncertain} ${score(scanner.isolationScore)}`;
    this.item.tooltip = `${sentence(scanner)}\n${isolationMeaning(scanner.isolationScore)}\nClick to go to a scanner.`;
    this.describe(sentence(scanner));
  }

  private describe(label: string): void {
    this.item.accessibilityInformation = { label, role: "button" };
  }
}
