/** The language server's life: found, started, watched, restarted, stopped; and what it can do. */

import * as vscode from "vscode";
import {
  type ConfigurationParams,
  LanguageClient,
  type LanguageClientOptions,
  State,
} from "vscode-languageclient/node";
import { BOUNDARIES_CHANGED, type BoundariesChanged } from "../protocol";
import { findLaunch, type Launch, type NoLaunch } from "./launch";
import { settingsForServer } from "./settings";

/** What the server is doing. */
export type Phase = "stopped" | "starting" | "running";

/** The one server of a window. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private launch: Launch | undefined;
  private phase: Phase = "stopped";
  private starts: Promise<void> = Promise.resolve();
  private readonly phaseChanged = new vscode.EventEmitter<Phase>();
  private readonly boundariesChanged = new vscode.EventEmitter<BoundariesChanged>();
  readonly onDidChangePhase = this.phaseChanged.event;
  readonly onDidChangeBoundaries = this.boundariesChanged.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.OutputChannel,
  ) {}

  get running(): boolean {
    return this.phase === "running";
  }

  /** What runs, for tooltips; undefined when nothing does. */
  get runningLaunch(): Launch | undefined {
    return this.running ? this.launch : undefined;
  }

  /** Start, or start anew; a start that is under way is finished first. */
  restart(): Promise<void> {
    this.starts = this.starts.then(async () => {
      await this.stopClient();
      await this.start();
    });
    return this.starts;
  }

  /** Start anew if another interpreter or another isoscan would be run now. */
  async restartIfOther(): Promise<void> {
    await this.starts;
    const found = await findLaunch(this.context, () => undefined);
    if (JSON.stringify(found) !== JSON.stringify(this.launch)) {
      await this.restart();
    }
  }

  stop(): Promise<void> {
    this.starts = this.starts.then(() => this.stopClient());
    return this.starts;
  }

  dispose(): void {
    this.phaseChanged.dispose();
    this.boundariesChanged.dispose();
  }

  /** The commands that the server carries out. */
  get commands(): readonly string[] {
    return this.client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  }

  /** Ask the server; undefined when it does not run. A refusal is thrown, as the server's sentence. */
  async request<T>(method: string, parameters: object): Promise<T | undefined> {
    return this.running ? this.client?.sendRequest<T>(method, parameters) : undefined;
  }

  log(line: string): void {
    this.output.appendLine(`${new Date().toLocaleTimeString()} ${line}`);
  }

  private async start(): Promise<void> {
    this.become("starting");
    const found = await findLaunch(this.context, (line) => this.log(line));
    if (!("command" in found)) {
      this.become("stopped");
      void this.tellOfNoPython(found);
      return;
    }
    this.launch = found;
    this.client = new LanguageClient("isoscan", "isoscan", executable(found), this.clientOptions());
    this.client.onDidChangeState(({ newState }) => this.become(PHASES[newState]));
    this.client.onNotification(BOUNDARIES_CHANGED, (changed: BoundariesChanged) =>
      this.boundariesChanged.fire(changed),
    );
    try {
      await this.client.start();
    } catch (error) {
      this.log(`The server did not start: ${error instanceof Error ? error.message : String(error)}`);
      this.become("stopped");
      const answer = await vscode.window.showErrorMessage("isoscan's server did not start.", SHOW_OUTPUT);
      await act(answer);
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.launch = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.stop();
    } catch (error) {
      // It had died already; its end was told when it happened.
      this.log(`The server was gone already: ${error instanceof Error ? error.message : String(error)}`);
    }
    await client.dispose();
    this.become("stopped");
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "python" },
        { scheme: "untitled", language: "python" },
        { notebook: "jupyter-notebook", language: "python" },
      ],
      initializationOptions: { boundariesChanged: true, settings: serverSettings(undefined) },
      outputChannel: this.output,
      // Only tells the server that something changed: it asks for what it needs, see `configuration`.
      synchronize: { configurationSection: "isoscan" },
      middleware: {
        workspace: {
          configuration: (parameters) => answeredConfiguration(parameters),
        },
      },
    };
  }

  private become(phase: Phase): void {
    if (this.phase !== phase) {
      this.phase = phase;
      this.phaseChanged.fire(phase);
    }
  }

  private async tellOfNoPython({ chosen, reasons }: NoLaunch): Promise<void> {
    const message =
      chosen === undefined
        ? "isoscan found no Python 3.11 or later to run its server with. Install one, or say where it is."
        : `isoscan cannot run its server with the interpreter you chose. ${reasons.join(" ")}`;
    await act(await vscode.window.showErrorMessage(message, CHOOSE_INTERPRETER, SHOW_OUTPUT));
  }
}

const PHASES: Record<State, Phase> = {
  [State.Stopped]: "stopped",
  [State.Starting]: "starting",
  [State.Running]: "running",
};

const CHOOSE_INTERPRETER = "Choose Interpreter";
const SHOW_OUTPUT = "Show Output";

async function act(answer: string | undefined): Promise<void> {
  if (answer === CHOOSE_INTERPRETER) {
    await vscode.commands.executeCommand("isoscan.chooseInterpreter");
  } else if (answer === SHOW_OUTPUT) {
    await vscode.commands.executeCommand("isoscan.showOutput");
  }
}

function executable(launch: Launch): { command: string; args: string[] } {
  return { command: launch.command, args: [...launch.arguments] };
}

/** What the server gets for `workspace/configuration`: of its own section, what the user has set. */
function answeredConfiguration({ items }: ConfigurationParams): unknown[] {
  return items.map(({ section, scopeUri }) => {
    const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
    return section === "isoscan" ? serverSettings(scope) : null;
  });
}

function serverSettings(scope: vscode.Uri | undefined): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration("isoscan", scope);
  return settingsForServer(
    (name) => configuration.inspect(name),
    (name) => configuration.get(name),
  );
}
