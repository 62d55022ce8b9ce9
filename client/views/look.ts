/** How the Tasks view is looked at: grouped, filtered, with which packages, what is pinned. Kept with the window. */
import * as vscode from "vscode";
import type { Grouping, Packages, TaskLook } from "../../server/dap/protocol.js";
import { ContextKeys, Settings } from "../contributions.js";
import type { Runs } from "./runs.js";

const GROUPING_KEY = "tasks.groupBy";

export class Look implements vscode.Disposable {
  current: TaskLook;

  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(runs: Runs, memento: vscode.Memento) {
    this.#memento = memento;
    const groupBy = memento.get<Grouping>(GROUPING_KEY, "parent");
    this.current = { groupBy, filter: "", packages: packagesOfSettings(), pinned: [] };
    let shown = runs.shown;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      // A task's id means nothing in another run.
      runs.onDidChange((run) => {
        if (run !== shown && this.current.pinned.length > 0) this.#set({ pinned: [] });
        shown = run;
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(Settings.packageTasks)) this.#set({ packages: packagesOfSettings() });
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  isPinned(task: number | null): boolean {
    return task !== null && this.current.pinned.includes(task);
  }

  groupBy(groupBy: Grouping): void {
    this.#set({ groupBy });
    void this.#memento.update(GROUPING_KEY, groupBy);
  }

  filter(filter: string): void {
    this.#set({ filter: filter.trim() });
    void vscode.commands.executeCommand("setContext", ContextKeys.filtered, this.current.filter !== "");
  }

  pin(task: number): void {
    if (!this.isPinned(task)) this.#set({ pinned: [...this.current.pinned, task] });
  }

  unpin(task: number): void {
    this.#set({ pinned: this.current.pinned.filter((one) => one !== task) });
  }

  #set(change: Partial<TaskLook>): void {
    this.current = { ...this.current, ...change };
    this.#changed.fire();
  }
}

function packagesOfSettings(): Packages {
  const chosen = vscode.workspace.getConfiguration().get<string>(Settings.packageTasks);
  return chosen === "show" || chosen === "hide" ? chosen : "fold";
}
