// What other extensions and the editor itself can ask of this one, from inside the extension host.
const assert = require("node:assert/strict");
const { readFile } = require("node:fs/promises");
const path = require("node:path");
const vscode = require("vscode");

const PATIENCE = 90_000;
const folder = () => vscode.workspace.workspaceFolders[0].uri;
const settings = () => vscode.workspace.getConfiguration("isoscan");
const ask = (command, ...rest) => vscode.commands.executeCommand(command, ...rest);

async function until(value, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await value();
    if (found) {
      return found;
    }
    assert.ok(Date.now() < end, `${what}: not within ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function shown(name) {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(), name));
  await vscode.window.showTextDocument(document);
  return document;
}

const lineOf = (document, text) => document.positionAt(document.getText().indexOf(text)).line;
const codes = (document) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "isoscan").map(({ code }) => code.value ?? code);
const titles = (lenses) => lenses.map(({ command }) => command?.title);

const tests = {
  async "it starts with a Python file, and every command of its manifest is there"() {
    const document = await shown("desk.py");
    await until(() => codes(document).includes("ISO201"), "findings");
    const known = new Set(await vscode.commands.getCommands(true));
    const { contributes } = JSON.parse(await readFile(path.join(process.env.ISOSCAN_TEST_EXTENSION, "package.json"), "utf8"));
    assert.deepEqual(contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)), []);
    assert.ok(contributes.commands.length > 10);
  },

  async "findings have their page and their places"() {
    const document = await shown("desk.py");
    const found = vscode.languages.getDiagnostics(document.uri).find(({ code }) => code?.value === "ISO201");
    assert.match(found.code.target.toString(), /ISO201/);
    assert.ok(found.relatedInformation.length >= 2);
  },

  async "outline, folds, hover, lenses and hints"() {
    const document = await shown("desk.py");
    const outline = await ask("vscode.executeDocumentSymbolProvider", document.uri);
    const names = JSON.stringify(outline);
    assert.match(names, /scan_gap_up/);
    const line = lineOf(document, "def scan_gap_up");
    const folds = await ask("vscode.executeFoldingRangeProvider", document.uri);
    assert.ok(folds.some(({ start }) => start === line || start === line - 1));
    const [hover] = await ask("vscode.executeHoverProvider", document.uri, new vscode.Position(line, 6));
    assert.match(hover.contents.map(({ value }) => value).join(), /confidence/);
    const lenses = await ask("vscode.executeCodeLensProvider", document.uri, 200);
    const here = titles(lenses.filter(({ range }) => range.start.line === line));
    assert.match(here.join(" | "), /^7 parameters \| isolation 0\.59 \| Extract \| Verify$/);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    assert.ok((await ask("vscode.executeInlayHintProvider", document.uri, whole)).length > 20);
  },

  async "extraction makes a file that is opened; moving would change two"() {
    const document = await shown("small.py");
    await until(() => codes(document).length > 0, "findings");
    const place = new vscode.Range(lineOf(document, "def scan_rise"), 0, lineOf(document, "def scan_rise"), 0);
    const [extraction] = await ask("vscode.executeCodeActionProvider", document.uri, place, "refactor.extract", 10);
    assert.match(extraction.title, /Extract scanner `scan_rise`/);
    assert.ok(await vscode.workspace.applyEdit(extraction.edit));
    const made = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(), "scan_rise.py"));
    assert.match(made.getText(), /SCANNER_NAME = "scan_rise"/);
    assert.ok(await made.save());
    const [move] = await ask("vscode.executeCodeActionProvider", document.uri, place, "refactor.move", 10);
    assert.equal(move.title, "Move scanner `scan_rise` to a new file");
    const touched = move.edit.entries().map(([uri]) => path.basename(uri.fsPath)).sort();
    assert.deepEqual(touched, ["scan_rise_2.py", "small.py"]);
  },

  async "all safe fixes, as on saving"() {
    const document = await shown("small.py");
    await until(() => codes(document).includes("ISO301"), "an unused parameter");
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [fixes] = await ask("vscode.executeCodeActionProvider", document.uri, whole, "source.fixAll.isoscan", 10);
    assert.ok(await vscode.workspace.applyEdit(fixes.edit));
    assert.ok(!document.getText().includes("unread"));
    await until(() => !codes(document).includes("ISO301"), "the finding is gone");
    await ask("undo");
  },

  async "a scanner and its extraction are compared"() {
    const document = await shown("small.py");
    const verdict = await ask("isoscan.verify", { uri: document.uri.toString(), namespace: "scan_rise" });
    assert.equal(verdict.status, "identical", JSON.stringify(verdict));
  },

  async "files that are not open are checked"() {
    await shown("desk.py");
    const uri = vscode.Uri.joinPath(folder(), "unopened.py");
    const text = (await readFile(path.join(folder().fsPath, "small.py"), "utf8")).replaceAll("scan_rise", "scan_other");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await ask("isoscan.checkAllFiles");
    await until(() => codes({ uri }).includes("ISO301"), "findings in a file that is not open");
    // Written again and again: the editor says nothing of what changes before it watches the folder.
    let written = 0;
    await until(async () => {
      if (codes({ uri }).length === 0) {
        return true;
      }
      if (Date.now() - written > 3_000) {
        written = Date.now();
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`x = ${written}\n`));
      }
      return false;
    }, "none once it is another");
    await vscode.workspace.fs.delete(uri);
  },

  async "settings hold at once"() {
    const document = await shown("desk.py");
    const lenses = async () => (await ask("vscode.executeCodeLensProvider", document.uri, 1)).length;
    assert.ok((await lenses()) > 0);
    await settings().update("codeLens", false, vscode.ConfigurationTarget.Workspace);
    await until(async () => (await lenses()) === 0, "lenses are off");
    await settings().update("codeLens", undefined, vscode.ConfigurationTarget.Workspace);
    await until(async () => (await lenses()) > 0, "lenses are on again");
  },

  async "a restarted server serves what is open"() {
    const document = await shown("desk.py");
    await ask("isoscan.restartServer");
    await until(() => codes(document).includes("ISO201"), "findings");
    await until(async () => (await ask("vscode.executeCodeLensProvider", document.uri, 1)).length > 0, "lenses");
  },

  async "cells of a notebook are read together"() {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder(), "desk.ipynb"));
    await vscode.window.showNotebookDocument(notebook);
    const [knobs, , scan] = notebook.getCells().map(({ document }) => document);
    await until(() => codes(knobs).includes("ISO301"), "findings in a cell");
    const at = new vscode.Position(1, scan.lineAt(1).text.indexOf("rise_min") + 2);
    const [target] = await ask("vscode.executeDefinitionProvider", scan.uri, at);
    assert.equal((target.uri ?? target.targetUri).toString(), knobs.uri.toString());
    const edit = new vscode.WorkspaceEdit();
    edit.insert(scan.uri, new vscode.Position(2, 0), '    df = df[df["volume"] > P["unread"]]\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => !codes(knobs).includes("ISO301"), "an edit of one cell reaches another");
  },

  async "an unsaved file is served"() {
    const document = await vscode.workspace.openTextDocument({
      language: "python",
      content: (await readFile(path.join(folder().fsPath, "small.py"), "utf8")).replace("unread", "unused_too"),
    });
    await vscode.window.showTextDocument(document);
    await until(() => codes(document).includes("ISO301"), "findings in an unsaved file");
  },
};

exports.run = async () => {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
    } catch (error) {
      console.log(`not ok ${name}\n${error.stack}`);
      throw error;
    }
    console.log(`ok ${name}`);
  }
};
