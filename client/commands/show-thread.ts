import * as vscode from "vscode";
import { Commands, Views } from "../contributions.js";
import type { ThreadLook } from "../../server/dap/protocol.js";
import type { Look } from "../views/look.js";
import type { RowView } from "../views/row-view.js";
import type { Runs } from "../views/runs.js";

/** For the menu of the Call Stack: the task that a thread stands for, in the Tasks view and in the graph. */
export function registerShowThread(runs: Runs, look: Look, tasks: RowView): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      Commands.showThreadInTasks,
      async (threadId?: unknown, item?: unknown) => {
        const run = runs.showSession(sessionOf(item));
        await vscode.commands.executeCommand(`${Views.tasks}.focus`);
        if (run === undefined || typeof threadId !== "number") return;
        const { path } = await run.locateThread(threadId, look.current);
        if (path.length > 0) await tasks.reveal(path);
      },
    ),
    vscode.commands.registerCommand(
      Commands.showThreadInGraph,
      async (threadId?: unknown, item?: unknown) => {
        const run = runs.showSession(sessionOf(item));
        if (run === undefined || typeof threadId !== "number") return;
        const { task } = await run.locateThread(threadId, look.current);
        await vscode.commands.executeCommand(Commands.revealInGraph, task ?? undefined);
      },
    ),
    toggling(runs, Commands.toggleThreadGroups, "grouped"),
    toggling(runs, Commands.togglePackageThreads, "packages"),
  );
}

/** The threads of one session, not of all: each has its own Call Stack. */
function toggling(runs: Runs, command: string, toggle: keyof ThreadLook): vscode.Disposable {
  return vscode.commands.registerCommand(command, (_threadId?: unknown, item?: unknown) =>
    runs.showSession(sessionOf(item))?.toggleThreads(toggle),
  );
}

/** What VS Code tells of the row that was clicked. */
function sessionOf(item: unknown): string {
  const { sessionId } = (item ?? {}) as { readonly sessionId?: unknown };
  return typeof sessionId === "string" ? sessionId : "";
}
