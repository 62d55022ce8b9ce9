/**
 * The rows that a view has loaded, brought up to date without disturbing those that did not change.
 *
 * A tree that is redrawn ten times a second loses its tooltips and flickers under the pointer. So the rows on
 * screen are asked for again, compared with what is there, and only differences are told.
 *
 * A node is a row at its place: its identity is the path of row ids that leads to it. VS Code refuses a second
 * node of an id that it knows, with an error that the user sees, and it learns of changes one parent at a time. A
 * row that moves to another parent is therefore another node there, whatever VS Code still holds of the first. And a
 * row that comes back to its place before VS Code has drawn that it went is the node that it was.
 */
import type { Row, RowAt, RowsBody } from "../../server/dap/protocol.js";

export interface RowNode {
  readonly kind: "row";
  /** Unique in the tree: the ids of the rows from the outermost to this one. */
  readonly path: string;
  readonly parent: RowNode | undefined;
  row: Row;
  /** The row as text, to compare it with. */
  text: string;
}

/** The last line of a page that is not all. */
export interface MoreNode {
  readonly kind: "more";
  /** The path of the row whose children it counts; null for the outermost rows. */
  readonly parent: string | null;
  left: number;
}

/** In place of rows that VS Code cannot take now, until it asks again; each is another. */
export interface LoadingNode {
  readonly kind: "loading";
}

export type TreeNode = RowNode | MoreNode | LoadingNode;

/** A node whose line or children changed; undefined for the outermost rows. */
export type Change = TreeNode | undefined;

/** The children of the row of this id; the outermost rows for null. */
export type FetchRows = (parentId: string | null, limit: number) => Promise<RowsBody>;

export const PAGE_SIZE = 500;

/** Nodes that are gone are swept out, as far as VS Code has let go of them, whenever there are so many more. */
const SWEPT_AFTER = 1000;

interface Page {
  /** The row whose children are on it; undefined for the outermost rows. */
  readonly parent: RowNode | undefined;
  nodes: readonly RowNode[];
  readonly more: MoreNode;
  wanted: number;
  /** On screen, as far as is known: others are not kept up to date. */
  open: boolean;
}

export class RowTree {
  readonly #fetch: FetchRows;
  /** By the path of their parent. */
  readonly #pages = new Map<string | null, Page>();
  /** By their path. */
  readonly #nodes = new Map<string, RowNode>();
  /** Those that are gone here, by their path: VS Code may hold them still. */
  readonly #gone = new Map<string, WeakRef<RowNode>>();
  #sweepAt = SWEPT_AFTER;
  /** What has changed and is not told yet: a refresh that fails in its middle leaves it to the next one. */
  readonly #untold = new Set<Change>();
  /** Answers to questions from before are about another run. */
  #cleared = 0;
  /** How many tasks the filter lets through; undefined without one. */
  matching: number | undefined;

  constructor(fetch: FetchRows) {
    this.#fetch = fetch;
  }

  /**
   * The children as they were last fetched, which is only done for those never seen.
   *
   * @throws when they cannot be fetched; they are to be had from the next refresh on that can
   */
  async children(parent: RowNode | undefined): Promise<(RowNode | MoreNode)[]> {
    const known = this.#pages.get(parent?.path ?? null);
    if (known !== undefined) return nodesOf(known);
    const cleared = this.#cleared;
    try {
      const body = await this.#fetch(parent?.row.id ?? null, PAGE_SIZE);
      if (cleared !== this.#cleared) return [];
      const page = this.#pageUnder(parent);
      this.#put(page, body, new Set());
      return nodesOf(page);
    } catch (error) {
      if (cleared === this.#cleared) this.#pageUnder(parent);
      throw error;
    }
  }

  /** All nodes on open pages. */
  *shown(): Generator<RowNode> {
    for (const page of this.#pages.values()) if (page.open) yield* page.nodes;
  }

  setOpen(node: RowNode, open: boolean): void {
    const page = this.#pages.get(node.path);
    if (page !== undefined) page.open = open;
  }

  /** One more page of the children of the row at this path, at the next refresh. */
  more(path: string | null): void {
    const page = this.#pages.get(path);
    if (page !== undefined) page.wanted += PAGE_SIZE;
  }

  /** Loads the pages that lead to a row; undefined when it is not there any more. */
  async find(path: readonly RowAt[]): Promise<RowNode | undefined> {
    const cleared = this.#cleared;
    let parent: RowNode | undefined;
    for (const { id, index } of path) {
      await this.children(parent);
      const page = this.#pages.get(parent?.path ?? null);
      if (page === undefined || cleared !== this.#cleared) return undefined;
      let next = page.nodes.find(({ row }) => row.id === id);
      if (next === undefined) {
        page.wanted = Math.max(page.wanted, Math.ceil((index + 1) / PAGE_SIZE) * PAGE_SIZE);
        this.#put(page, await this.#fetch(parent?.row.id ?? null, page.wanted), new Set());
        next = page.nodes.find(({ row }) => row.id === id);
      }
      if (next === undefined || cleared !== this.#cleared) return undefined;
      parent = next;
    }
    return parent;
  }

  /**
   * Asks again for what is on screen, and returns what changed since the last time that it could.
   *
   * @throws when it cannot be fetched, or not all of it
   */
  async refresh(): Promise<Change[]> {
    const cleared = this.#cleared;
    const open = [...this.#pages.values()].filter((page) => page.open);
    const bodies = await Promise.all(
      open.map(async (page) => ({ page, body: await this.#fetch(page.parent?.row.id ?? null, page.wanted) })),
    );
    if (cleared !== this.#cleared) return [];
    for (const { page, body } of bodies) this.#put(page, body, this.#untold);
    this.#forgetOrphans();
    await this.#fetchOpenRows();
    if (cleared !== this.#cleared) return [];
    const changes = [...this.#untold];
    this.#untold.clear();
    // Everything below is drawn again anyway.
    return changes.includes(undefined) ? [undefined] : changes;
  }

  /** VS Code asks for the children of an open row as soon as it draws it: they are to be there by then. */
  async #fetchOpenRows(): Promise<void> {
    const cleared = this.#cleared;
    for (;;) {
      const unseen = [...this.#nodes.values()].filter(
        ({ path, row }) => row.children === "open" && !this.#pages.has(path),
      );
      if (unseen.length === 0) return;
      const bodies = await Promise.all(
        unseen.map(async (node) => ({ node, body: await this.#fetch(node.row.id, PAGE_SIZE) })),
      );
      if (cleared !== this.#cleared) return;
      for (const { node, body } of bodies) this.#put(this.#pageUnder(node), body, new Set());
    }
  }

  clear(): void {
    this.#cleared++;
    this.matching = undefined;
    this.#untold.clear();
    this.#pages.clear();
    for (const node of this.#nodes.values()) this.#forget(node);
  }

  #put(page: Page, { rows, total, matching }: RowsBody, changes: Set<Change>): void {
    if (page.parent === undefined) this.matching = matching;
    const before = page.nodes;
    page.nodes = rows.map((row) => this.#node(page.parent, row, changes));
    const left = Math.max(0, total - rows.length);
    if (left !== page.more.left || !sameNodes(before, page.nodes)) changes.add(page.parent);
    page.more.left = left;
  }

  #pageUnder(parent: RowNode | undefined): Page {
    const path = parent?.path ?? null;
    let page = this.#pages.get(path);
    if (page === undefined) {
      const more = { kind: "more", parent: path, left: 0 } as const;
      page = { parent, nodes: [], more, wanted: PAGE_SIZE, open: true };
      this.#pages.set(path, page);
    }
    return page;
  }

  #node(parent: RowNode | undefined, row: Row, changes: Set<Change>): RowNode {
    const path = `${parent?.path ?? ""}>${row.id}`;
    const known = this.#nodes.get(path);
    const text = JSON.stringify(row);
    if (known === undefined) {
      const node: RowNode = this.#gone.get(path)?.deref() ?? { kind: "row", path, parent, row, text };
      node.row = row;
      node.text = text;
      this.#gone.delete(path);
      this.#nodes.set(path, node);
      return node;
    }
    if (known.text !== text) {
      known.row = row;
      known.text = text;
      changes.add(known);
    }
    return known;
  }

  /** Rows that are on no page any more, and their pages. */
  #forgetOrphans(): void {
    const present = new Set<string>();
    const visit = (page: Page | undefined): void => {
      for (const { path } of page?.nodes ?? []) {
        present.add(path);
        visit(this.#pages.get(path));
      }
    };
    visit(this.#pages.get(null));
    for (const node of this.#nodes.values()) if (!present.has(node.path)) this.#forget(node);
  }

  #forget(node: RowNode): void {
    this.#nodes.delete(node.path);
    this.#pages.delete(node.path);
    this.#gone.set(node.path, new WeakRef(node));
    if (this.#gone.size < this.#sweepAt) return;
    for (const [path, gone] of this.#gone) if (gone.deref() === undefined) this.#gone.delete(path);
    this.#sweepAt = this.#gone.size + SWEPT_AFTER;
  }
}

function nodesOf({ nodes, more }: Page): (RowNode | MoreNode)[] {
  return more.left > 0 ? [...nodes, more] : [...nodes];
}

function sameNodes(a: readonly RowNode[], b: readonly RowNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}

/** The row that a menu was opened on; undefined for what is none. */
export function rowOf(node: unknown): Row | undefined {
  const { kind, row } = (node ?? {}) as Partial<RowNode>;
  return kind === "row" ? row : undefined;
}
