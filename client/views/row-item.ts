/** A row as an item of a native tree. */
import * as vscode from "vscode";
import type { Details, Row, RowIcon } from "../../server/dap/protocol.js";
import { Commands } from "../contributions.js";
import { siteLink } from "./markdown.js";
import { descriptionOf, placeOf, spokenOf } from "./row-text.js";
import { PAGE_SIZE, type MoreNode, type RowNode } from "./row-tree.js";

/** @param open the command that opens the selected row @param pinned the task of the row is */
export function itemOf({ path, row }: RowNode, open: string, nowMs: number, pinned = false): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, COLLAPSIBLE[row.children]);
  item.id = path;
  item.description = descriptionOf(row, nowMs);
  if (row.icon !== "group") item.iconPath = iconOf(row);
  item.accessibilityInformation = { label: spokenOf(row, nowMs), role: "treeitem" };
  // A command with arguments is forgotten when its row is drawn anew, and a click just then would find none.
  if (row.place !== null) item.command = { command: open, title: "Open" };
  else if (row.icon === "busy") item.command = { command: Commands.showSpin, title: "Show Where It Spins" };
  item.contextValue = contextOf(row, pinned);
  return item;
}

/** Words that the menus look for: what can be done with the row. */
function contextOf({ place, start, task, icon }: Row, pinned: boolean): string {
  const waits = place?.kind === "here" && icon !== "running";
  return [
    place === null ? "" : "site",
    icon === "busy" ? "busy" : "",
    start !== null && waits ? "wait" : "",
    start === null ? "" : "start",
    task === null ? "" : pinned ? "pinned" : "task",
  ]
    .filter(Boolean)
    .join(" ");
}

/** "Show 500 more of 9,498", or of an ended run only how many there were. */
export function moreItem(node: MoreNode, ended: boolean, showMore: unknown[]): vscode.TreeItem {
  const left = node.left.toLocaleString("en-US");
  if (ended) return new vscode.TreeItem(`and ${left} more, not kept after the end`);
  const count = Math.min(PAGE_SIZE, node.left);
  const item = new vscode.TreeItem(
    count === node.left ? `Show ${left} more` : `Show ${count} more of ${left}`,
  );
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  item.command = { command: Commands.showMore, title: "Show More", arguments: showMore };
  return item;
}

/** Without an id of its own: VS Code numbers such rows. */
export function loadingItem(): vscode.TreeItem {
  return new vscode.TreeItem("Loading ...");
}

export function tooltipOf(details: Details): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: [Commands.openSite] };
  text.appendMarkdown("**").appendText(details.title).appendMarkdown("**");
  if (details.text !== "") text.appendMarkdown("  \n").appendText(details.text);
  for (const { heading, sites } of details.sections) {
    text.appendMarkdown("\n\n").appendText(heading);
    for (const site of sites) {
      text
        .appendMarkdown("\n- ")
        .appendText(`${site.function} `)
        .appendMarkdown(siteLink(placeOf(site), site));
    }
  }
  return text;
}

const COLLAPSIBLE = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const satisfies Record<Row["children"], vscode.TreeItemCollapsibleState>;

/** By what a task waits for, so that the shape alone tells; the colour says how bad it is. */
const ICONS: Readonly<Record<RowIcon, string>> = {
  running: "play",
  waiting: "watch",
  done: "check",
  failed: "error",
  send: "arrow-up",
  receive: "arrow-down",
  select: "list-selection",
  lock: "lock",
  rlock: "lock",
  waitgroup: "checklist",
  cond: "bell",
  acquire: "key",
  sleep: "watch",
  timer: "watch",
  task: "type-hierarchy-sub",
  all: "run-all",
  race: "milestone",
  io: "globe",
  message: "mail",
  child: "terminal",
  event: "zap",
  promise: "question",
  finding: "error",
  warning: "warning",
  busy: "flame",
  group: "blank",
  package: "package",
  pinned: "pinned",
  place: "location",
  variable: "symbol-variable",
  channel: "arrow-swap",
  "timer-channel": "watch",
  mutex: "lock",
  rwmutex: "lock",
  semaphore: "key",
  once: "pinned",
  errgroup: "group-by-ref-type",
  context: "symbol-namespace",
  ticker: "watch",
  map: "symbol-object",
  worker: "server-process",
  process: "server",
  command: "terminal",
  parent: "arrow-swap",
  singleflight: "merge",
  limiter: "dashboard",
  queue: "list-ordered",
  pool: "server-process",
  emitter: "broadcast",
  resource: "plug",
};

function iconOf(row: Row): vscode.ThemeIcon {
  return new vscode.ThemeIcon(ICONS[row.icon], colorOf(row));
}

function colorOf(row: Row): vscode.ThemeColor | undefined {
  if (row.stuck || row.icon === "failed") return new vscode.ThemeColor("list.errorForeground");
  if (row.icon === "busy" || row.icon === "finding" || row.icon === "warning")
    return new vscode.ThemeColor("list.warningForeground");
  if (row.icon === "running") return new vscode.ThemeColor("charts.green");
  return undefined;
}
