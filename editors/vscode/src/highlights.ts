/**
 * Scanners marked in the text: a thin bar and a faint background, a mark in the overview ruler. Colours are the
 * theme's (`isoscan.scannerBar1` and so on); without them, a line above each scanner's first line says where it
 * begins, and a dashed bar that its boundary is uncertain.
 */

import * as vscode from "vscode";
import { type Boundaries, concerns } from "./scanners/boundaries";
import { begins, COLOURS, ownLines, type Scanner } from "./scanners/scanner";

type Style = "barAndBackground" | "bar" | "background";

/** The decorations of one colour. */
interface Look {
  readonly certain: vscode.TextEditorDecorationType;
  readonly uncertain: vscode.TextEditorDecorationType;
  readonly beginning: vscode.TextEditorDecorationType;
}

export class Highlights implements vscode.Disposable {
  private looks: readonly Look[] = [];
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(private readonly boundaries: Boundaries) {
    this.subscriptions.push(
      boundaries.onDidChange((document) => this.showIn(document)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.show(editor))),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("isoscan.scannerHighlights")) {
          this.renew();
        }
      }),
    );
    this.renew();
  }

  dispose(): void {
    this.drop();
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** Turn the highlights on or off, where the user has set them, else everywhere. */
  static async toggle(): Promise<boolean> {
    const settings = vscode.workspace.getConfiguration("isoscan.scannerHighlights");
    const on = !settings.get("enabled", true);
    const inspection = settings.inspect("enabled");
    const inWorkspace = inspection?.workspaceValue !== undefined;
    const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await settings.update("enabled", on, target);
    return on;
  }

  private renew(): void {
    this.drop();
    const settings = vscode.workspace.getConfiguration("isoscan.scannerHighlights");
    if (settings.get("enabled", true)) {
      const style = settings.get<Style>("style", "barAndBackground");
      const ruler = settings.get("overviewRuler", true);
      this.looks = Array.from({ length: COLOURS }, (_, colour) => look(colour, style, ruler));
    }
    vscode.window.visibleTextEditors.forEach((editor) => this.show(editor));
  }

  private drop(): void {
    for (const { certain, uncertain, beginning } of this.looks) {
      [certain, uncertain, beginning].forEach((type) => type.dispose());
    }
    this.looks = [];
  }

  private showIn(document: vscode.TextDocument): void {
    vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .forEach((editor) => this.show(editor));
  }

  private show(editor: vscode.TextEditor): void {
    if (!concerns(editor.document)) {
      return;
    }
    const scanners = this.boundaries.of(editor.document);
    this.looks.forEach(({ certain, uncertain, beginning }, colour) => {
      const these = scanners.filter((scanner) => scanner.colour === colour);
      const lines = (wanted: boolean): vscode.Range[] =>
        these
          .filter((scanner) => (scanner.status === "valid") === wanted)
          .flatMap((scanner) => ranges(scanner, scanners));
      editor.setDecorations(certain, lines(true));
      editor.setDecorations(uncertain, lines(false));
      editor.setDecorations(
        beginning,
        these.filter(begins).map(({ range }) => new vscode.Range(range.start.line, 0, range.start.line, 0)),
      );
    });
  }
}

function ranges(scanner: Scanner, scanners: readonly Scanner[]): readonly vscode.Range[] {
  return ownLines(scanner, scanners).map(({ first, last }) => new vscode.Range(first, 0, last, 0));
}

function look(colour: number, style: Style, ruler: boolean): Look {
  const bar = new vscode.ThemeColor(`isoscan.scannerBar${colour + 1}`);
  const filling: vscode.DecorationRenderOptions = {
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    ...(style !== "bar" && {
      backgroundColor: new vscode.ThemeColor(`isoscan.scannerBackground${colour + 1}`),
    }),
    ...(ruler && { overviewRulerColor: bar, overviewRulerLane: vscode.OverviewRulerLane.Left }),
  };
  const edge = (line: "solid" | "dashed"): vscode.DecorationRenderOptions =>
    style === "background" ? {} : { borderColor: bar, borderStyle: line, borderWidth: "0 0 0 3px" };
  return {
    certain: vscode.window.createTextEditorDecorationType({ ...filling, ...edge("solid") }),
    uncertain: vscode.window.createTextEditorDecorationType({ ...filling, ...edge("dashed") }),
    beginning: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderColor: bar,
      borderStyle: "solid",
      borderWidth: "1px 0 0 0",
    }),
  };
}
