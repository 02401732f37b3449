/** What the command palette and the view's buttons do. */

import * as vscode from "vscode";
import { Highlights } from "./highlights";
import {
  CHECK_COMMAND,
  EXTRACT_ALL_COMMAND,
  EXTRACT_COMMAND,
  MOVE_KIND,
  OPINION_COMMAND,
  OPINION_LOG_COMMAND,
  VERIFY_COMMAND,
} from "./protocol";
import { type Boundaries, documentInFront, documentsOf, notebookOf } from "./scanners/boundaries";
import { begins, type Scanner, scannerAt } from "./scanners/scanner";
import { brief, lines } from "./scanners/wording";
import { hasPythonExtension } from "./server/interpreters";
import type { Server } from "./server/server";
import type { Node } from "./tree";

/** A scanner, and the document it stands in. */
interface Target {
  readonly document: vscode.TextDocument;
  readonly scanner: Scanner;
}

/** Register every command; gives what ends them. */
export function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
  boundaries: Boundaries,
  output: vscode.OutputChannel,
): readonly vscode.Disposable[] {
  const pick = (node: Node | undefined, title: string): Promise<Target | undefined> =>
    node?.type === "scanner" ? Promise.resolve(node) : pickScanner(boundaries, title);
  const commands: Record<string, (node?: Node) => unknown> = {
    goToScanner: async (node) => reveal(await pick(node, "Go to scanner")),
    showEvidence: async (node) => showEvidence(await pick(node, "Show evidence for scanner")),
    extractScanner: async (node) => carryOutOn(server, EXTRACT_COMMAND, await pick(node, "Extract scanner")),
    extractAllScanners: () => extractAll(server),
    checkAllFiles: () => carryOut(server, CHECK_COMMAND, {}),
    verifyScanner: async (node) => carryOutOn(server, VERIFY_COMMAND, await pick(node, "Verify scanner")),
    askLanguageModel: () => askLanguageModel(context, server),
    showOpinionLog: () => carryOut(server, OPINION_LOG_COMMAND, {}),
    setLanguageModelKey: () => setKey(context),
    moveScanner: async (node) => move(await pick(node, "Move scanner")),
    toggleHighlights: () => Highlights.toggle(),
    restartServer: () => server.restart(),
    showOutput: () => output.show(),
    chooseInterpreter,
    openSample: () => openSample(context),
    openWalkthrough: () => openWalkthrough(context),
  };
  return Object.entries(commands).map(([name, command]) =>
    vscode.commands.registerCommand(`isoscan.${name}`, command),
  );
}

/** Let the user pick one of the file's scanners; the one under the cursor is offered first. */
async function pickScanner(boundaries: Boundaries, title: string): Promise<Target | undefined> {
  const document = pythonInFront();
  if (document === undefined) {
    return undefined;
  }
  const targets = documentsOf(notebookOf(document) ?? document).flatMap((each) =>
    boundaries.of(each).filter(begins).map((scanner) => ({ document: each, scanner })),
  );
  if (targets.length === 0) {
    void vscode.window.showInformationMessage("isoscan finds no scanner in this file.");
    return undefined;
  }
  const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const here = scannerAt(boundaries.of(document), line);
  const first = targets.filter(({ scanner }) => scanner === here);
  const others = targets.filter(({ scanner }) => scanner !== here);
  const items = [...first, ...others].map((target) => ({
    label: target.scanner.name,
    description: `${brief(target.scanner)}, ${lines(target.scanner)}${target.scanner === here ? ", under the cursor" : ""}`,
    target,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.target;
}

/** The Python file in front; without one the user is told that there must be one. */
function pythonInFront(): vscode.TextDocument | undefined {
  const document = documentInFront();
  if (document !== undefined) {
    return document;
  }
  void vscode.window.showInformationMessage("Open a Python file first: isoscan shows the scanners in it.");
  return undefined;
}

async function reveal(target: Target | undefined): Promise<void> {
  if (target === undefined) {
    return;
  }
  const { line, character } = target.scanner.headerRange.start;
  const start = new vscode.Position(line, character);
  const editor = await vscode.window.showTextDocument(target.document, { selection: new vscode.Range(start, start) });
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Evidence stands in the hover of a scanner's header: go there and open it, once the text has come to rest: scrolling
 *  closes a hover. */
async function showEvidence(target: Target | undefined): Promise<void> {
  if (target !== undefined) {
    await reveal(target);
    await onScreen(target);
    await vscode.commands.executeCommand("editor.action.showHover", { focus: "autoFocusImmediately" });
  }
}

/** How long a line may take to come onto the screen: one that is folded away never does. */
const SCROLL_MILLISECONDS = 1_000;

/** Wait until a scanner's header is on the screen. */
async function onScreen({ document, scanner }: Target): Promise<void> {
  const { line } = scanner.headerRange.start;
  const isShown = (): boolean =>
    vscode.window.visibleTextEditors.some(
      (editor) =>
        editor.document === document &&
        editor.visibleRanges.some(({ start, end }) => start.line <= line && line <= end.line),
    );
  if (isShown()) {
    return;
  }
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(patience);
      scrolling.dispose();
      resolve();
    };
    const patience = setTimeout(finish, SCROLL_MILLISECONDS);
    const scrolling = vscode.window.onDidChangeTextEditorVisibleRanges(() => isShown() && finish());
  });
}

/** Have the server do something with a scanner; it says itself what came of it. */
async function carryOutOn(server: Server, command: string, target: Target | undefined): Promise<void> {
  if (target !== undefined) {
    const wanted = { uri: target.document.uri.toString(), namespace: target.scanner.namespace };
    await carryOut(server, command, wanted);
  }
}

/** Have the server write every scanner of the file in front; it shows how far it is, and can be stopped there. */
async function extractAll(server: Server): Promise<void> {
  const document = pythonInFront();
  if (document !== undefined) {
    await carryOut(server, EXTRACT_ALL_COMMAND, { uri: document.uri.toString() });
  }
}

/** Where the editor keeps the key for language models: in its secret storage, never among the settings. */
const KEY = "isoscan.ai.key";

/** Have the server ask a language model about the file in front; it asks the user before anything is sent. */
async function askLanguageModel(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const document = pythonInFront();
  if (document !== undefined) {
    const key = await context.secrets.get(KEY);
    const wanted = { uri: document.uri.toString(), ...(key === undefined ? {} : { key }) };
    await carryOut(server, OPINION_COMMAND, wanted);
  }
}

/** Take a key for language models; an empty one takes away the one that is kept. */
async function setKey(context: vscode.ExtensionContext): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: "Key for language models",
    prompt: "It is kept in the editor's secret storage. Leave it empty to forget the one that is kept.",
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) {
    return;
  }
  if (key.trim() === "") {
    await context.secrets.delete(KEY);
  } else {
    await context.secrets.store(KEY, key.trim());
  }
}

/** Moving is a refactoring of the editor's own: it shows what changes where before anything does. */
async function move(target: Target | undefined): Promise<void> {
  if (target !== undefined) {
    await reveal(target);
    await vscode.commands.executeCommand("editor.action.codeAction", { kind: MOVE_KIND, apply: "first" });
  }
}

/** What takes long shows by itself how far it is, and can be stopped there. */
async function carryOut(server: Server, command: string, argument: object): Promise<void> {
  try {
    await server.request("workspace/executeCommand", { command, arguments: [argument] });
  } catch (error) {
    // A refusal is a sentence for the user.
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

async function chooseInterpreter(): Promise<void> {
  if (hasPythonExtension()) {
    await vscode.commands.executeCommand("python.setInterpreter");
    return;
  }
  const [file] =
    (await vscode.window.showOpenDialog({
      title: "The Python interpreter that runs isoscan's server (3.11 or later)",
      openLabel: "Use this interpreter",
    })) ?? [];
  if (file !== undefined) {
    const settings = vscode.workspace.getConfiguration("isoscan");
    await settings.update("interpreter", file.fsPath, vscode.ConfigurationTarget.Global);
  }
}

/** Open the sample as a file that is not saved yet: the user's folders stay as they are. */
async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const sample = vscode.Uri.joinPath(context.extensionUri, "bundled", "sample.py");
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  const walkthrough = `${context.extension.id}#start`;
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough, false);
}
