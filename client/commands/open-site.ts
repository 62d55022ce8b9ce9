import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { Site } from "../../server/dap/protocol.js";
import { rowOf } from "../views/row-tree.js";

/** Opens a place in the user's program. For rows, their menus and tooltips, and for pages; not in the palette. */
export function registerOpenSite(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Commands.openSite, async (site?: unknown, column?: unknown) => {
      if (isSite(site)) await open(site, isColumn(column) ? column : vscode.ViewColumn.Active);
    }),
    vscode.commands.registerCommand(Commands.openWait, async (node?: unknown) => {
      const place = rowOf(node)?.place;
      if (place != null) await open(place.site);
    }),
    vscode.commands.registerCommand(Commands.openStart, async (node?: unknown) => {
      const start = rowOf(node)?.start;
      if (start != null) await open(start);
    }),
  );
}

async function open(site: Site, viewColumn: vscode.ViewColumn = vscode.ViewColumn.Active): Promise<void> {
  const position = new vscode.Position(Math.max(0, site.line - 1), Math.max(0, site.column - 1));
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(site.file), {
      viewColumn,
      preview: true,
      selection: new vscode.Range(position, position),
    });
  } catch {
    void vscode.window.showWarningMessage(`Sluice: ${site.file} cannot be opened.`);
  }
}

function isColumn(column: unknown): column is vscode.ViewColumn {
  return typeof column === "number";
}

/** Links in tooltips carry the site as JSON, which anyone could have written. */
function isSite(value: unknown): value is Site {
  const site = value as Partial<Site> | null | undefined;
  return typeof site?.file === "string" && typeof site.line === "number" && typeof site.column === "number";
}
