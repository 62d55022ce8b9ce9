/**
 * The rows that a view has loaded, brought up to date without disturbing those that did not change.
 *
 * A tree that is redrawn ten times a second loses its tooltips and flickers under the pointer. So the rows on
 * screen are asked for again, compared with what is there, and only differences are told. Nodes keep their
 * identity by the ids of their rows.
 */
import type { Row, RowsBody } from "../../server/dap/protocol.js";

export interface RowNode {
  readonly kind: "row";
  readonly id: string;
  row: Row;
}

/** The last line of a page that is not all. */
export interface MoreNode {
  readonly kind: "more";
  readonly parent: string | null;
  left: number;
}

export type TreeNode = RowNode | MoreNode;

/** A node whose line or children changed; undefined for the outermost rows. */
export type Change = TreeNode | undefined;

export type FetchRows = (parent: string | null, limit: number) => Promise<RowsBody>;

export const PAGE_SIZE = 500;

interface Page {
  nodes: readonly RowNode[];
  readonly more: MoreNode;
  wanted: number;
  /** On screen, as far as is known: others are not kept up to date. */
  open: boolean;
}

export class RowTree {
  readonly #fetch: FetchRows;
  readonly #pages = new Map<string | null, Page>();
  readonly #nodes = new Map<string, RowNode>();
  /** The page that each row is on. */
  readonly #owners = new Map<string, string | null>();
  /** Answers to questions from before are about another run. */
  #cleared = 0;

  constructor(fetch: FetchRows) {
    this.#fetch = fetch;
  }

  /** The children as they were last fetched, which is only done for those never seen. */
  async children(parent: string | null): Promise<TreeNode[]> {
    const known = this.#pages.get(parent);
    if (known !== undefined) return nodesOf(known);
    const cleared = this.#cleared;
    const body = await this.#fetch(parent, PAGE_SIZE);
    if (cleared !== this.#cleared) return [];
    this.#put(parent, body, new Set());
    const page = this.#pages.get(parent);
    return page === undefined ? [] : nodesOf(page);
  }

  /** All nodes on open pages. */
  *shown(): Generator<RowNode> {
    for (const page of this.#pages.values()) if (page.open) yield* page.nodes;
  }

  setOpen(parent: string, open: boolean): void {
    const page = this.#pages.get(parent);
    if (page !== undefined) page.open = open;
  }

  /** One more page of a parent's children, at the next refresh. */
  more(parent: string | null): void {
    const page = this.#pages.get(parent);
    if (page !== undefined) page.wanted += PAGE_SIZE;
  }

  /** Asks again for what is on screen. */
  async refresh(): Promise<Change[]> {
    const cleared = this.#cleared;
    const open = [...this.#pages].filter(([, page]) => page.open);
    const bodies = await Promise.all(
      open.map(async ([parent, { wanted }]) => ({ parent, body: await this.#fetch(parent, wanted) })),
    );
    if (cleared !== this.#cleared) return [];
    const changes = new Set<Change>();
    for (const { parent, body } of bodies) this.#put(parent, body, changes);
    this.#forgetOrphans();
    await this.#fetchOpenRows();
    if (cleared !== this.#cleared) return [];
    // Everything below is drawn again anyway.
    return changes.has(undefined) ? [undefined] : [...changes];
  }

  /** VS Code asks for the children of an open row as soon as it draws it: they are to be there by then. */
  async #fetchOpenRows(): Promise<void> {
    const cleared = this.#cleared;
    for (;;) {
      const unseen = [...this.#nodes.values()].filter(
        ({ id, row }) => row.children === "open" && !this.#pages.has(id),
      );
      if (unseen.length === 0) return;
      const bodies = await Promise.all(
        unseen.map(async ({ id }) => ({ id, body: await this.#fetch(id, PAGE_SIZE) })),
      );
      if (cleared !== this.#cleared) return;
      for (const { id, body } of bodies) this.#put(id, body, new Set());
    }
  }

  clear(): void {
    this.#cleared++;
    this.#pages.clear();
    this.#nodes.clear();
    this.#owners.clear();
  }

  #put(parent: string | null, { rows, total }: RowsBody, changes: Set<Change>): void {
    const page = this.#pageOf(parent);
    const before = page.nodes;
    page.nodes = rows.map((row) => this.#node(row, changes));
    for (const { id } of page.nodes) this.#claim(id, parent, changes);
    const left = Math.max(0, total - rows.length);
    if (left !== page.more.left || !sameNodes(before, page.nodes)) changes.add(this.#nodeOf(parent));
    page.more.left = left;
  }

  #pageOf(parent: string | null): Page {
    let page = this.#pages.get(parent);
    if (page === undefined) {
      page = { nodes: [], more: { kind: "more", parent, left: 0 }, wanted: PAGE_SIZE, open: true };
      this.#pages.set(parent, page);
    }
    return page;
  }

  #node(row: Row, changes: Set<Change>): RowNode {
    const known = this.#nodes.get(row.id);
    if (known === undefined) {
      const node: RowNode = { kind: "row", id: row.id, row };
      this.#nodes.set(row.id, node);
      return node;
    }
    if (JSON.stringify(known.row) !== JSON.stringify(row)) {
      known.row = row;
      changes.add(known);
    }
    return known;
  }

  /** Pages are fetched one by one, so a row that moved meanwhile may be on two: the tree must not see it twice. */
  #claim(id: string, parent: string | null, changes: Set<Change>): void {
    const owner = this.#owners.get(id);
    this.#owners.set(id, parent);
    if (owner === undefined || owner === parent) return;
    const page = this.#pages.get(owner);
    if (page === undefined || !page.nodes.some((node) => node.id === id)) return;
    page.nodes = page.nodes.filter((node) => node.id !== id);
    changes.add(this.#nodeOf(owner));
  }

  #nodeOf(parent: string | null): RowNode | undefined {
    return parent === null ? undefined : this.#nodes.get(parent);
  }

  /** Rows that are on no page any more, and their pages. */
  #forgetOrphans(): void {
    const present = new Set<string>();
    for (const page of this.#pages.values()) for (const { id } of page.nodes) present.add(id);
    for (const id of this.#nodes.keys()) {
      if (present.has(id)) continue;
      this.#nodes.delete(id);
      this.#owners.delete(id);
      this.#pages.delete(id);
    }
  }
}

function nodesOf({ nodes, more }: Page): TreeNode[] {
  return more.left > 0 ? [...nodes, more] : [...nodes];
}

function sameNodes(a: readonly RowNode[], b: readonly RowNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}
