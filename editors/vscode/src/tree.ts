/** The view "Scanners": the scanners of the file in front, each with its parameters and findings. */

import * as vscode from "vscode";
import type { OutlineSymbol } from "./protocol";
import { type Boundaries, documentInFront, documentsOf, notebookOf } from "./scanners/boundaries";
import { type Finding, findingsOf, type Parameter, parametersOf } from "./scanners/contents";
import type { Range } from "./scanners/positions";
import { begins, type Scanner } from "./scanners/scanner";
import { brief, count, sentence } from "./scanners/wording";
import type { Server } from "./server/server";

/** What stands in the tree. */
export type Node =
  | { readonly type: "scanner"; readonly document: vscode.TextDocument; readonly scanner: Scanner }
  | { readonly type: "parameter"; readonly document: vscode.TextDocument; readonly parameter: Parameter }
  | { readonly type: "finding"; readonly document: vscode.TextDocument; readonly finding: Finding };

const KIND_ICONS: Readonly<Record<string, string>> = {
  function: "symbol-function",
  class: "symbol-class",
  method: "symbol-method",
  mask: "symbol-boolean",
  section: "symbol-namespace",
  table: "symbol-array",
  module: "symbol-file",
};

const SEVERITY_ICONS: readonly string[] = ["error", "warning", "info", "lightbulb"];

export class ScannersTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private document: vscode.TextDocument | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly server: Server,
    private readonly boundaries: Boundaries,
  ) {
    this.subscriptions.push(
      this.changed,
      vscode.window.createTreeView("isoscan.scanners", { treeDataProvider: this, showCollapseAll: true }),
      server.onDidChangePhase(() => this.refresh()),
      boundaries.onDidChange((document) => this.refreshFor(document)),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.follow()),
      vscode.workspace.onDidCloseTextDocument(() => this.follow()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => this.shows(uri))) {
          this.refresh();
        }
      }),
    );
    this.follow();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const document = this.document;
    if (document === undefined) {
      return [];
    }
    if (node === undefined) {
      return documentsOf(notebookOf(document) ?? document).flatMap((each) =>
        this.boundaries.of(each).filter(begins).map((scanner): Node => ({ type: "scanner", document: each, scanner })),
      );
    }
    if (node.type !== "scanner") {
      return [];
    }
    const own = node.document;
    const parameters = parametersOf(node.scanner, await this.outline(own));
    return [
      ...parameters.map((parameter): Node => ({ type: "parameter", document: own, parameter })),
      ...findingsIn(node).map((finding): Node => ({ type: "finding", document: own, finding })),
    ];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const item = itemOf(node);
    const range = rangeOf(node);
    item.command = {
      title: "Go to",
      command: "vscode.open",
      arguments: [node.document.uri, { selection: toRange({ start: range.start, end: range.start }) }],
    };
    return item;
  }

  private shows(uri: vscode.Uri): boolean {
    const document = this.document;
    const shown = document === undefined ? [] : documentsOf(notebookOf(document) ?? document);
    return shown.some((each) => each.uri.toString() === uri.toString());
  }

  private refreshFor(document: vscode.TextDocument): void {
    if (this.shows(document.uri)) {
      this.refresh();
    }
  }

  private refresh(): void {
    this.changed.fire(undefined);
  }

  /** Show the file in front; while another kind of editor is in front, go on showing the last Python file. */
  private follow(): void {
    const document = documentInFront() ?? this.document;
    const kept = document?.isClosed === true ? undefined : document;
    if (kept !== this.document) {
      this.document = kept;
      this.refresh();
    }
    void vscode.commands.executeCommand("setContext", "isoscan.pythonFile", kept !== undefined);
  }

  private async outline(document: vscode.TextDocument): Promise<readonly OutlineSymbol[]> {
    const parameters = { textDocument: { uri: document.uri.toString() } };
    const method = "textDocument/documentSymbol";
    return (await this.server.request<readonly OutlineSymbol[] | null>(method, parameters)) ?? [];
  }
}

function findingsIn({ document, scanner }: Node & { type: "scanner" }): readonly Finding[] {
  const diagnostics = vscode.languages.getDiagnostics(document.uri);
  const own = diagnostics.filter(({ source }) => source === "isoscan");
  return findingsOf(scanner, own.map((diagnostic) => toFinding(diagnostic, document)));
}

function toFinding(diagnostic: vscode.Diagnostic, document: vscode.TextDocument): Finding {
  const { code, message, severity, range } = diagnostic;
  const here = document.uri.toString();
  const related = diagnostic.relatedInformation ?? [];
  return {
    code: String(typeof code === "object" ? code.value : (code ?? "")),
    message,
    severity,
    range,
    related: related.filter(({ location }) => location.uri.toString() === here).map(({ location }) => location.range),
  };
}

function itemOf(node: Node): vscode.TreeItem {
  switch (node.type) {
    case "scanner":
      return scannerItem(node);
    case "parameter": {
      const { name, value } = node.parameter;
      const item = new vscode.TreeItem(name);
      item.description = value;
      item.tooltip = `${name} = ${value}`;
      item.iconPath = new vscode.ThemeIcon("symbol-constant");
      item.accessibilityInformation = { label: `parameter ${name}, ${value}` };
      return item;
    }
    case "finding": {
      const { code, message, severity, range } = node.finding;
      const item = new vscode.TreeItem(code);
      item.description = message;
      item.tooltip = `${code}, line ${range.start.line + 1}: ${message}`;
      item.iconPath = new vscode.ThemeIcon(SEVERITY_ICONS[severity] ?? "info");
      item.accessibilityInformation = { label: `finding ${code}, ${message}` };
      return item;
    }
  }
}

function scannerItem(node: Node & { type: "scanner" }): vscode.TreeItem {
  const { scanner, document } = node;
  const item = new vscode.TreeItem(scanner.name, vscode.TreeItemCollapsibleState.Collapsed);
  const findings = findingsIn(node).length;
  const found = findings > 0 ? `, ${count(findings, "finding")}` : "";
  item.id = `${document.uri.toString()}#${scanner.namespace}`;
  item.contextValue = "scanner";
  item.description = brief(scanner) + found;
  item.tooltip = sentence(scanner) + found;
  item.iconPath = new vscode.ThemeIcon(KIND_ICONS[scanner.kind] ?? "symbol-misc");
  item.accessibilityInformation = { label: sentence(scanner) + found };
  return item;
}

function rangeOf(node: Node): Range {
  switch (node.type) {
    case "scanner":
      return node.scanner.headerRange;
    case "parameter":
      return node.parameter.range;
    case "finding":
      return node.finding.range;
  }
}

function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
