/** How the Tasks view is looked at: grouping, filter, pins. */
import * as vscode from "vscode";
import type { Grouping } from "../../server/dap/protocol.js";
import { Commands } from "../contributions.js";
import type { Look } from "../views/look.js";
import { rowOf } from "../views/row-tree.js";

interface GroupingItem extends vscode.QuickPickItem {
  readonly groupBy: Grouping;
}

const GROUPINGS: readonly GroupingItem[] = [
  { groupBy: "parent", label: "Parent", detail: "The tree of who started whom" },
  { groupBy: "site", label: "Place", detail: "By the line at which they stand" },
  { groupBy: "state", label: "State", detail: "Stuck, running, waiting" },
  { groupBy: "wait", label: "Wait", detail: "By what they wait for" },
];

export function registerLookAtTasks(look: Look): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Commands.groupTasks, async () => {
      const items = GROUPINGS.map((item) =>
        item.groupBy === look.current.groupBy ? { ...item, description: "current" } : item,
      );
      const picked = await vscode.window.showQuickPick(items, { title: "Group Tasks By" });
      if (picked !== undefined) look.groupBy(picked.groupBy);
    }),
    vscode.commands.registerCommand(Commands.filterTasks, async () => {
      const before = look.current.filter;
      const filter = await vscode.window.showInputBox({
        title: "Filter Tasks",
        value: before,
        placeHolder: "worker  receive jobs  orders.ts:22",
        prompt: "Words of a task's name, file, state or wait. A task must have all of them.",
      });
      if (filter !== undefined) look.filter(filter);
    }),
    vscode.commands.registerCommand(Commands.clearFilter, () => look.filter("")),
    vscode.commands.registerCommand(Commands.pinTask, (node?: unknown) => {
      const task = rowOf(node)?.task;
      if (task != null) look.pin(task);
    }),
    vscode.commands.registerCommand(Commands.unpinTask, (node?: unknown) => {
      const task = rowOf(node)?.task;
      if (task != null) look.unpin(task);
    }),
  );
}
