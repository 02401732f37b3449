/** The extension's two ends: put everything together when a Python file is opened, take it apart at the end. */

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Highlights } from "./highlights";
import {
  CHECK_COMMAND,
  EXTRACT_ALL_COMMAND,
  EXTRACT_COMMAND,
  OPINION_COMMAND,
  OPINION_LOG_COMMAND,
  VERIFY_COMMAND,
} from "./protocol";
import { Boundaries } from "./scanners/boundaries";
import { onDidChangeEnvironment } from "./server/interpreters";
import { type Phase, Server } from "./server/server";
import { Status } from "./status";
import { ScannersTree } from "./tree";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("isoscan");
  const started = new Server(context, output);
  server = started;
  const boundaries = new Boundaries(started);
  context.subscriptions.push(
    output,
    started,
    boundaries,
    new Highlights(boundaries),
    new Status(started, boundaries),
    new ScannersTree(started, boundaries),
    ...registerCommands(context, started, boundaries, output),
    started.onDidChangePhase((phase) => setContexts(started, phase)),
    boundaries.onDidChange((document) => {
      if (boundaries.of(document).length > 0) {
        setContext("seenScanners", true);
      }
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (DECIDING_SETTINGS.some((setting) => change.affectsConfiguration(setting))) {
        void started.restart();
      }
    }),
  );
  setContext("active", true);
  await started.restart();
  const subscription = await onDidChangeEnvironment(() => void started.restartIfOther());
  if (subscription !== undefined) {
    context.subscriptions.push(subscription);
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** The settings that decide what is run. */
const DECIDING_SETTINGS = ["isoscan.interpreter", "isoscan.server", "python.defaultInterpreterPath"];

function setContexts(server: Server, phase: Phase): void {
  setContext("running", phase === "running");
  setContext("starting", phase === "starting");
  const offered = [
    EXTRACT_COMMAND,
    EXTRACT_ALL_COMMAND,
    VERIFY_COMMAND,
    CHECK_COMMAND,
    OPINION_COMMAND,
    OPINION_LOG_COMMAND,
  ];
  for (const command of offered) {
    setContext(command.replace("isoscan.", "can."), server.commands.includes(command));
  }
}

function setContext(name: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", `isoscan.${name}`, value);
}
