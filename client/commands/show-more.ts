import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { ViewName } from "../../server/dap/protocol.js";
import type { RowView } from "../views/row-view.js";

/** The last row of a long list. Not in the palette. */
export function registerShowMore(views: Readonly<Record<ViewName, RowView>>): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.showMore, (view?: unknown, parent?: unknown) => {
    if (view !== "tasks" && view !== "primitives" && view !== "findings") return;
    views[view].showMore(typeof parent === "string" ? parent : null);
  });
}
