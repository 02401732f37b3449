/** From interpreters to a command that starts the server, or to the reasons why there is none. */

import * as path from "node:path";
import * as vscode from "vscode";
import { type Choice, choose, type Preference } from "./choice";
import { type Candidate, candidates, chosenInterpreter } from "./interpreters";
import { probe } from "./probing";

/** A command that starts the server, and what it starts. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly choice: Choice;
  readonly candidate: Candidate;
}

/** Nothing to start: what was tried, a sentence each. */
export interface NoLaunch {
  readonly chosen: Candidate | undefined;
  readonly reasons: readonly string[];
}

/** Find the first interpreter that can run isoscan. One that the user chose for isoscan is the only one asked. */
export async function findLaunch(
  context: vscode.ExtensionContext,
  log: (line: string) => void,
): Promise<Launch | NoLaunch> {
  const preference = vscode.workspace.getConfiguration("isoscan").get<Preference>("server", "auto");
  const chosen = chosenInterpreter();
  const reasons: string[] = [];
  for await (const candidate of chosen === undefined ? candidates() : [chosen]) {
    const launch = await launchWith(candidate, preference, context);
    if (typeof launch !== "string") {
      log(`Python: ${launch.command} (from ${candidate.origin})`);
      log(`Server: isoscan ${launch.choice.version}, ${launch.choice.source}`);
      return launch;
    }
    reasons.push(`${candidate.path} (from ${candidate.origin}): ${launch}`);
    log(`Not used: ${reasons.at(-1)}`);
  }
  return { chosen, reasons };
}

async function launchWith(
  candidate: Candidate,
  preference: Preference,
  context: vscode.ExtensionContext,
): Promise<Launch | string> {
  const script = context.asAbsolutePath(path.join("bundled", "launch.py"));
  // Compiled files of the bundled server are kept outside the extension, whose folder may be read-only.
  const compiled = path.join(context.globalStorageUri.fsPath, "compiled");
  const launcher = ["-X", `pycache_prefix=${compiled}`, script];
  const answer = await probe(candidate.path, launcher);
  if (typeof answer === "string") {
    return answer;
  }
  const choice = choose(answer, preference);
  if (typeof choice === "string") {
    return choice;
  }
  const start = choice.source === "bundled" ? launcher : [script];
  return { command: answer.executable, arguments: [...start, choice.source], choice, candidate };
}
