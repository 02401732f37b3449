// Run a suite inside VS Code's real extension host, and end with its outcome.
//     node host.mjs ADDRESS FOLDER PICTURES EXTENSION SUITE
import assert from "node:assert/strict";
import { tell } from "./page.mjs";

const [, , address, folder, pictures, extension, suite] = process.argv;
const PATIENCE = 400_000;
const remote = (path) => `vscode-remote://${new URL(address).host}${path}`;

await tell(
  async (workbench) => {
    let end;
    const ended = new Promise((resolve, reject) => {
      end = resolve;
      setTimeout(() => reject(new Error(`the suite has not ended within ${PATIENCE / 1000} s`)), PATIENCE).unref();
    });
    await workbench.page.exposeFunction("codeAutomationLog", (_kind, words) => console.log(...words));
    await workbench.page.exposeFunction("codeAutomationExit", (status) => end(status));
    await workbench.open(address, folder, [
      ["extensionDevelopmentPath", remote(extension)],
      ["extensionTestsPath", remote(suite)],
      ["skipWelcome", "true"],
    ]);
    assert.equal(await ended, 0, "the suite passes");
  },
  { pictures },
);
