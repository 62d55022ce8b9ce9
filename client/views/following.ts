import * as vscode from "vscode";
import { Commands, ContextKeys } from "../contributions.js";
import type { Run } from "./run.js";
import type { Runs } from "./runs.js";

/** Whether the views follow the program, or stand still for somebody who reads. A new run is followed. */
export class Following implements vscode.Disposable {
  /** Since when they stand still. */
  pausedAtMs: number | null = null;

  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #run: Run | undefined;

  constructor(runs: Runs) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.commands.registerCommand(Commands.pauseViews, () => this.#set(Date.now())),
      vscode.commands.registerCommand(Commands.resumeViews, () => this.#set(null)),
      runs.onDidChange((run) => {
        if (run !== this.#run || run?.over === true) this.#set(null);
        this.#run = run;
      }),
    );
  }

  get paused(): boolean {
    return this.pausedAtMs !== null;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #set(pausedAtMs: number | null): void {
    if ((this.pausedAtMs === null) === (pausedAtMs === null)) return;
    this.pausedAtMs = pausedAtMs;
    void vscode.commands.executeCommand("setContext", ContextKeys.paused, pausedAtMs !== null);
    this.#changed.fire();
  }
}
