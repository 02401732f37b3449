import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, isAtLeast, parseProbe, type Probe } from "../src/server/choice";
import { expanded, namesOnPath, virtualEnvironments } from "../src/server/paths";

const answer = (more: Partial<Probe> = {}): Probe => ({
  python: [3, 12, 1],
  executable: "/usr/bin/python3",
  installed: null,
  bundled: "0.2.0",
  problem: "",
  ...more,
});

test("an installed isoscan is preferred when it is at least as new", () => {
  assert.deepEqual(choose(answer({ installed: "0.2.0" }), "auto"), { source: "installed", version: "0.2.0" });
  assert.deepEqual(choose(answer({ installed: "0.10.0" }), "auto"), { source: "installed", version: "0.10.0" });
  assert.deepEqual(choose(answer({ installed: "0.1.9" }), "auto"), { source: "bundled", version: "0.2.0" });
  assert.deepEqual(choose(answer(), "auto"), { source: "bundled", version: "0.2.0" });
});

test("the user's preference holds", () => {
  assert.deepEqual(choose(answer({ installed: "9.0" }), "bundled"), { source: "bundled", version: "0.2.0" });
  assert.deepEqual(choose(answer({ installed: "0.1" }), "installed"), { source: "installed", version: "0.1" });
  assert.match(String(choose(answer(), "installed")), /not installed/);
});

test("an interpreter that is too old is refused with its version", () => {
  assert.match(String(choose(answer({ python: [3, 9, 18] }), "auto")), /Python 3\.9\.18.*3\.11/);
  assert.match(String(choose(answer({ python: [2, 7, 18], installed: "1.0" }), "installed")), /Python 2\.7/);
});

test("without a parser for the interpreter only an installed isoscan runs", () => {
  const alone = answer({ bundled: null, problem: "it holds no parser for Python 3.19 on linux-riscv64" });
  assert.match(String(choose(alone, "auto")), /no parser for Python 3\.19 on linux-riscv64/);
  assert.match(String(choose(alone, "bundled")), /none is installed/);
  assert.deepEqual(choose({ ...alone, installed: "0.1" }, "auto"), { source: "installed", version: "0.1" });
});

test("versions are compared by number, previews come before releases", () => {
  assert.ok(isAtLeast("0.10", "0.9.9"));
  assert.ok(isAtLeast("1.0", "1.0.0"));
  assert.ok(!isAtLeast("0.2.0", "0.2.1"));
  assert.ok(!isAtLeast("0.2.0rc1", "0.2.0"));
  assert.ok(!isAtLeast("0.2.0.dev3", "0.2.0"));
  assert.ok(isAtLeast("0.2.0", "0.2.0b1"));
  assert.ok(isAtLeast("0.2.0.post1", "0.2.0"));
});

test("a probe's answer is its last line of JSON, whatever start-up files print", () => {
  const printed = '{"python": [3, 11, 7], "executable": "/p", "installed": null, "bundled": "0.1.0"}\n';
  const parsed = { python: [3, 11, 7], executable: "/p", installed: null, bundled: "0.1.0", problem: "" };
  assert.deepEqual(parseProbe(`welcome\r\n${printed}`), parsed);
  assert.equal(parseProbe("Python was not found"), undefined);
  assert.equal(parseProbe("{not json"), undefined);
  assert.equal(parseProbe('{"python": "3.11"}'), undefined);
});

test("an interpreter's path may hold the workspace's folder, the home folder and the environment", () => {
  const fill = (path: string): string => expanded(path, "/desk$1", "/home/me", { VENVS: "/venvs" });
  assert.equal(fill(" ${workspaceFolder}/.venv/bin/python "), "/desk$1/.venv/bin/python");
  assert.equal(fill("~/venv/bin/python"), "/home/me/venv/bin/python");
  assert.equal(fill("${userHome}/p"), "/home/me/p");
  assert.equal(fill("${env:VENVS}/p${env:NOBODY}"), "/venvs/p");
  assert.equal(fill("C:\\Python~1\\python.exe"), "C:\\Python~1\\python.exe");
  assert.equal(expanded("${workspaceFolder}/p", undefined, "/home/me", {}), "/p");
});

test("every platform's own names and folders are tried", () => {
  assert.deepEqual(virtualEnvironments("/desk", "linux")[0], "/desk/.venv/bin/python");
  assert.deepEqual(virtualEnvironments("C:\\desk", "win32")[0], "C:\\desk\\.venv\\Scripts\\python.exe");
  assert.equal(namesOnPath("darwin")[0], "python3");
  assert.ok(namesOnPath("win32").includes("py"));
});
