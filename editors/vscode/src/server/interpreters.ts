/** Where an interpreter for the server may be found, in the order in which they are asked. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { expanded, namesOnPath, virtualEnvironments } from "./paths";

/** An interpreter to ask, and who proposed it. */
export interface Candidate {
  readonly path: string;
  readonly origin: string;
}

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: { readonly path: string },
    ): Thenable<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const PYTHON_EXTENSION = "ms-python.python";
const LONGEST_WAIT_MILLISECONDS = 10_000;

/** What the user wrote into `isoscan.interpreter`, filled in; undefined when it is empty. */
export function chosenInterpreter(): Candidate | undefined {
  const path = filledIn(vscode.workspace.getConfiguration("isoscan", folder()?.uri).get("interpreter"));
  return path === undefined ? undefined : { path, origin: "the setting isoscan.interpreter" };
}

/** The interpreters to ask when the user chose none for isoscan, the best first. */
export async function* candidates(): AsyncGenerator<Candidate> {
  const environment = await activeEnvironment();
  if (environment !== undefined) {
    yield { path: environment, origin: "the Python extension" };
  }
  const preset = filledIn(vscode.workspace.getConfiguration("python", folder()?.uri).get("defaultInterpreterPath"));
  if (preset !== undefined) {
    yield { path: preset, origin: "the setting python.defaultInterpreterPath" };
  }
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const path of virtualEnvironments(uri.fsPath, process.platform).filter(existsSync)) {
      yield { path, origin: "the workspace's virtual environment" };
    }
  }
  for (const path of namesOnPath(process.platform)) {
    yield { path, origin: "the PATH" };
  }
}

/** Call back when the Python extension's user chooses another interpreter. */
export async function onDidChangeEnvironment(listener: () => void): Promise<vscode.Disposable | undefined> {
  const python = await pythonExtension();
  return python?.environments.onDidChangeActiveEnvironmentPath(listener);
}

/** Whether the Python extension is there, which has a picker of its own. */
export function hasPythonExtension(): boolean {
  return vscode.extensions.getExtension(PYTHON_EXTENSION) !== undefined;
}

async function activeEnvironment(): Promise<string | undefined> {
  const python = await pythonExtension();
  if (python === undefined) {
    return undefined;
  }
  const chosen = python.environments.getActiveEnvironmentPath(folder()?.uri);
  const environment = await inTime(python.environments.resolveEnvironment(chosen));
  return environment?.executable.uri?.fsPath;
}

async function pythonExtension(): Promise<PythonExtension | undefined> {
  const extension = vscode.extensions.getExtension<Partial<PythonExtension>>(PYTHON_EXTENSION);
  if (extension === undefined) {
    return undefined;
  }
  const exported = extension.isActive ? extension.exports : await inTime(extension.activate());
  return exported?.environments === undefined ? undefined : (exported as PythonExtension);
}

/** What is promised, undefined when it fails or takes too long: another extension must not hold this one up. */
async function inTime<T>(promised: Thenable<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LONGEST_WAIT_MILLISECONDS);
  });
  try {
    return await Promise.race([promised, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function folder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}

function filledIn(setting: unknown): string | undefined {
  if (typeof setting !== "string" || setting.trim() === "") {
    return undefined;
  }
  return expanded(setting, folder()?.uri.fsPath, homedir(), process.env);
}
