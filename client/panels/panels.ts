/** The graph and the timeline: one of each in a window, beside the editor, restored with it. */
import * as vscode from "vscode";
import type { PageName } from "../../media/wire/messages.js";
import { Commands, Panels } from "../contributions.js";
import { rowOf } from "../views/row-tree.js";
import type { Runs } from "../views/runs.js";
import { openPanel, Panel } from "./panel.js";

const PAGES = ["graph", "timeline"] as const;

export function registerPanels(context: vscode.ExtensionContext, runs: Runs): vscode.Disposable {
  const open = new Map<PageName, Panel>();
  const host = (webview: vscode.WebviewPanel, page: PageName): Panel => {
    open.get(page)?.panel.dispose();
    const panel = new Panel(webview, page, context, runs);
    open.set(page, panel);
    webview.onDidDispose(() => {
      panel.dispose();
      if (open.get(page) === panel) open.delete(page);
    });
    return panel;
  };
  const show = (page: PageName, task?: number | null): void => {
    const panel = open.get(page) ?? host(openPanel(page), page);
    if (task != null) panel.reveal(task);
    else panel.panel.reveal();
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Commands.showGraph, () => show("graph")),
    // A row of a view, or the number of a task.
    vscode.commands.registerCommand(Commands.revealInGraph, (node?: unknown) =>
      show("graph", typeof node === "number" ? node : rowOf(node)?.task),
    ),
    vscode.commands.registerCommand(Commands.showTimeline, () => show("timeline")),
    ...PAGES.map((page) =>
      vscode.window.registerWebviewPanelSerializer(Panels[page], {
        deserializeWebviewPanel(webview) {
          host(webview, page);
          return Promise.resolve();
        },
      }),
    ),
    new vscode.Disposable(() => {
      for (const { panel } of [...open.values()]) panel.dispose();
    }),
  );
}
