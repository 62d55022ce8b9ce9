/** A native tree over the rows of the shown run. It asks for nothing while it is hidden. */
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { RowAt, ViewName } from "../../server/dap/protocol.js";
import { Commands, Views } from "../contributions.js";
import { Aging } from "./aging.js";
import { ChildrenAsks } from "./children-asks.js";
import type { Following } from "./following.js";
import type { Look } from "./look.js";
import { itemOf, loadingItem, moreItem, tooltipOf } from "./row-item.js";
import { Redraws } from "./redraws.js";
import { RefreshPace } from "./refresh-pace.js";
import { rowOf, RowTree, type Change, type TreeNode } from "./row-tree.js";
import type { Run } from "./run.js";
import type { Runs } from "./runs.js";

const TICK_MS = 250;

/** A row that was to be selected is so after a moment, or is tried again. */
const REVEALED_MS = 300;
const REVEALS_AT_MOST = 5;

const OPEN_ROW = {
  tasks: Commands.openTaskRow,
  primitives: Commands.openPrimitiveRow,
  findings: Commands.openFindingRow,
} as const satisfies Record<ViewName, string>;

export class RowView implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly view: vscode.TreeView<TreeNode>;

  readonly #name: ViewName;
  readonly #runs: Runs;
  readonly #changed = new vscode.EventEmitter<Change | TreeNode[]>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #refreshed = new vscode.EventEmitter<void>();
  /** The rows are up to date. */
  readonly onDidRefresh = this.#refreshed.event;
  readonly #following: Following;
  readonly #look: Look | null;
  readonly #tree: RowTree;
  readonly #aging = new Aging();
  readonly #redraws = new Redraws();
  /** Whose children VS Code asked for and was not given: it takes them for childless until it is told to ask again. */
  readonly #unanswered = new Set<Change>();
  readonly #subscriptions: vscode.Disposable;
  readonly #ticks: NodeJS.Timeout;
  #run: Run | undefined;
  #refreshTimer: NodeJS.Timeout | null = null;
  #refreshing = false;
  #stale = false;
  /** Rows came in after the view was told to stand still. */
  #heldBack = false;
  readonly #pace = new RefreshPace();
  readonly #asks = new ChildrenAsks();

  /** @param look how the tasks are looked at, in the view of tasks */
  constructor(name: ViewName, runs: Runs, following: Following, look: Look | null = null) {
    this.#name = name;
    this.#runs = runs;
    this.#following = following;
    this.#look = look;
    this.#tree = new RowTree(async (parent, limit) => {
      if (this.#run === undefined) return { rows: [], total: 0 };
      const request = { view: name, parent, offset: 0, limit };
      return this.#run.rows(look === null ? request : { ...request, look: look.current });
    });
    this.view = vscode.window.createTreeView(Views[name], { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = vscode.Disposable.from(
      this.view,
      this.#changed,
      this.#refreshed,
      following.onDidChange(() => this.#goOn()),
      ...(look === null ? [] : [look.onDidChange(() => this.#startAnew())]),
      runs.onDidChange(() => this.#onNews()),
      vscode.commands.registerCommand(OPEN_ROW[name], () => this.#openSelected()),
      this.view.onDidChangeVisibility(() => this.#schedule()),
      this.view.onDidExpandElement(({ element }) => this.#setOpen(element, true)),
      this.view.onDidCollapseElement(({ element }) => this.#setOpen(element, false)),
    );
    this.#ticks = setInterval(() => {
      if (!following.paused) this.#tick();
    }, TICK_MS);
    this.#onNews();
  }

  dispose(): void {
    clearInterval(this.#ticks);
    if (this.#refreshTimer !== null) clearTimeout(this.#refreshTimer);
    this.#subscriptions.dispose();
  }

  /** How many tasks the filter lets through; undefined without one. */
  get matching(): number | undefined {
    return this.#tree.matching;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === "row" ? node.parent : undefined;
  }

  /** Selects the row at the end of this path, and scrolls to it. */
  async reveal(path: readonly RowAt[]): Promise<void> {
    // What is selected while VS Code redraws is lost at times.
    for (let tries = 0; tries < REVEALS_AT_MOST; tries++) {
      const node = await this.#tree.find(path);
      if (node === undefined || this.view.selection[0] === node) return;
      await this.#asks.settled();
      await this.view.reveal(node, { select: true, focus: false });
      await delay(REVEALED_MS);
    }
  }

  /** The next page of the children of the row at this path, or of the outermost ones. */
  showMore(path: string | null): void {
    this.#tree.more(path);
    this.#wish();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node !== undefined && node.kind !== "row") return [];
    if (node === undefined) this.#drawn(undefined);
    // Where the adapter goes away in between, what it last told is shown once that is known.
    const nodes = await this.#asks.answer(node?.path ?? "", this.#tree.children(node)).catch(() => null);
    if (nodes === null) {
      this.#unanswered.add(node);
      this.#wish();
      // A row without any would be folded by VS Code.
      return node === undefined ? [] : [{ kind: "loading" }];
    }
    if (node === undefined) this.#refreshed.fire();
    return nodes;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#drawn(node);
    if (node.kind === "loading") return loadingItem();
    if (node.kind === "more") {
      return moreItem(node, this.#run?.over !== false, [this.#name, node.parent]);
    }
    this.#asks.overtake(node.path);
    // Of a view that stands still the ages do as well.
    const nowMs = this.#following.pausedAtMs ?? Date.now();
    this.#aging.draw(node, nowMs);
    return itemOf(node, OPEN_ROW[this.#name], nowMs, this.#look?.isPinned(node.row.task) === true);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind !== "row") return item;
    const details = await this.#run?.details(this.#name, node.row.id, this.#look?.current).catch(() => null);
    if (details != null) item.tooltip = tooltipOf(details);
    return item;
  }

  async #openSelected(): Promise<void> {
    const place = rowOf(this.view.selection[0])?.place;
    if (place != null) await vscode.commands.executeCommand(Commands.openSite, place.site);
  }

  #onNews(): void {
    const run = this.#runs.shown;
    if (run !== this.#run) {
      this.#run = run;
      this.#drawAnew();
    }
    this.#wish();
  }

  #goOn(): void {
    if (this.#following.paused) return;
    if (this.#heldBack) this.#fire([undefined]);
    this.#heldBack = false;
    this.#schedule();
  }

  /** Other rows than before, of which VS Code knows those that it has seen by their ids. */
  #startAnew(): void {
    this.#drawAnew();
    this.#wish();
  }

  #drawAnew(): void {
    this.#tree.clear();
    this.#redraws.clear();
    this.#unanswered.clear();
    this.#fire([undefined]);
  }

  #setOpen(node: TreeNode, open: boolean): void {
    if (node.kind !== "row") return;
    this.#tree.setOpen(node, open);
    if (open) this.#wish();
  }

  /** Something is out of date. */
  #wish(): void {
    this.#stale = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#following.paused) return;
    if (!this.#stale || !this.view.visible || this.#refreshing || this.#refreshTimer !== null) return;
    this.#refreshTimer = setTimeout(() => {
      this.#refreshTimer = null;
      void this.#refresh();
    }, this.#pace.waitMs(Date.now()));
  }

  async #refresh(): Promise<void> {
    const startedMs = Date.now();
    this.#stale = false;
    this.#refreshing = true;
    try {
      const changes = await this.#tree.refresh();
      await this.#asks.settled();
      if (this.#following.paused) this.#heldBack = true;
      else this.#fire([...changes, ...this.#unanswered]);
      this.#unanswered.clear();
      this.#refreshed.fire();
    } catch {
      // As in getChildren.
    }
    this.#refreshing = false;
    this.#pace.took(startedMs, Date.now());
    this.#schedule();
  }

  /** Ages go on by themselves, until the run's end; what is held for a row that VS Code does not know waits no longer. */
  #tick(): void {
    const nowMs = Date.now();
    if (!this.view.visible || this.#asks.some || this.#redraws.isBusy(nowMs)) return;
    this.#fire(this.#run?.over === false ? this.#aging.next([...this.#tree.shown()], nowMs) : []);
  }

  #fire(changes: readonly Change[]): void {
    const due = this.#redraws.tell(changes, Date.now());
    if (due.includes(undefined)) this.#changed.fire(undefined);
    else if (due.length > 0) this.#changed.fire(due.filter((node) => node !== undefined));
  }

  /** VS Code has come to what it was told last: it may be told more, when it is done with this. */
  #drawn(node: Change): void {
    if (!this.#redraws.drawn(node)) return;
    // Not while it waits for rows, which it would forget, and not know when they come.
    setTimeout(() => void this.#asks.settled().then(() => this.#fire([])), 0);
  }
}
