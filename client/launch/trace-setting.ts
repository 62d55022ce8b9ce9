/** Whether programs that other debuggers launch are traced: by the setting, which is asked for once a workspace. */
import * as vscode from "vscode";
import { Settings } from "../contributions.js";

type Trace = "ask" | "on" | "off";

/** In the workspace's own state: that the user was asked. */
const ASKED = "sluice.trace.asked";

const QUESTION =
  "Show the async tasks of the programs that you debug in this workspace? They then run under Sluice's tracer, which costs some speed.";
const YES = "From the Next Start On";
const NO = "Not Here";

export class TraceSetting {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  isOn(folder: vscode.WorkspaceFolder | undefined): boolean {
    return this.#value(folder) === "on";
  }

  /** Asks beside a program that is starting, and not before it: a start waits for nobody. */
  askOnce(folder: vscode.WorkspaceFolder | undefined): void {
    if (this.#value(folder) !== "ask" || vscode.workspace.workspaceFolders === undefined) return;
    if (this.#state.get<boolean>(ASKED) === true) return;
    void this.#state.update(ASKED, true);
    void this.#ask();
  }

  #value(folder: vscode.WorkspaceFolder | undefined): Trace {
    return vscode.workspace.getConfiguration(undefined, folder).get<Trace>(Settings.trace) ?? "ask";
  }

  async #ask(): Promise<void> {
    const answer = await vscode.window.showInformationMessage(QUESTION, YES, NO);
    if (answer === undefined) return;
    const trace: Trace = answer === YES ? "on" : "off";
    await vscode.workspace
      .getConfiguration()
      .update(Settings.trace, trace, vscode.ConfigurationTarget.Workspace);
  }
}
