/** What is drawn: boxes and links, made of the facts and of what the user has folded, split or left out. */
import type { Edge, GraphFacts, Place, PrimitiveBox, SiteBox, TaskFacts } from "../wire/facts.js";
import { REASONS, reasonOf } from "../wire/states.js";
import { fileOf } from "../common/words.js";
import type { Trends } from "./trends.js";

export type Fold = "sites" | "files" | "packages";

export interface Choices {
  readonly fold: Fold;
  /** Channels and who uses them, nothing else. */
  readonly topology: boolean;
  /** The tasks of sites that are split. */
  readonly split: ReadonlyMap<string, readonly TaskFacts[]>;
}

export interface Node {
  readonly id: string;
  readonly shape: "site" | "group" | "task" | "channel" | "lock" | "other";
  readonly label: string;
  readonly detail: string;
  readonly place: Place | null;
  /** Tasks, or primitives. */
  readonly count: number;
  /** Of sites: shares of reasons lately. */
  readonly shares: readonly number[];
  /** Of channels and permits: what is in it, of how many; capacity null where there is no limit. */
  readonly length: number;
  readonly capacity: number | null;
  readonly closed: boolean;
  readonly rate: number;
  readonly stuck: number;
  readonly slowest: boolean;
  /** All of its tasks are over. */
  readonly over: boolean;
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: Edge["kind"];
  readonly waiting: number;
  readonly stuck: boolean;
  readonly ring: boolean;
  readonly rate: number;
  /** Who started whom is seen on selection, and where nothing else is known. */
  readonly quiet: boolean;
}

export interface Scene {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly links: readonly Link[];
}

export const EMPTY_SCENE: Scene = { nodes: new Map(), links: [] };

/** How the tracer names its evaluation. */
const ENTRY_MODULE = "(main)";

const SITE = { width: 170, height: 58 };
const PRIMITIVE = { width: 136, height: 46 };
const TASK = { width: 170, height: 46 };

export function sceneOf(facts: GraphFacts, trends: Trends, choices: Choices): Scene {
  const shown = choices.topology ? topologyOf(facts) : facts;
  const { owners, sites } = folded(shown.sites, choices.fold);
  const ownerOf = (id: string): string => owners.get(id) ?? id;
  const nodes = new Map<string, Node>();
  for (const [id, members] of sites) {
    const node = siteNode(id, members, trends, choices);
    if (node !== null) nodes.set(id, node);
  }
  for (const primitive of shown.primitives) {
    nodes.set(primitive.id, primitiveNode(primitive, trends));
  }
  const links = linksOf(shown.edges, ownerOf, nodes, trends);
  addSplitTasks(nodes, links, choices.split, facts);
  return { nodes, links };
}

/** Channels, and the sites that send and receive on them. */
function topologyOf(facts: GraphFacts): GraphFacts {
  const edges = facts.edges.filter(({ kind }) => kind === "send" || kind === "receive");
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return {
    ...facts,
    edges,
    sites: facts.sites.filter(({ id }) => named.has(id)),
    primitives: facts.primitives.filter(({ id }) => named.has(id)),
  };
}

interface Folded {
  /** The box of each site. */
  readonly owners: ReadonlyMap<string, string>;
  /** The sites of each box. */
  readonly sites: ReadonlyMap<string, readonly SiteBox[]>;
}

function folded(all: readonly SiteBox[], fold: Fold): Folded {
  const owners = new Map<string, string>();
  const sites = new Map<string, SiteBox[]>();
  for (const site of all) {
    const owner = ownerOfSite(site, fold);
    owners.set(site.id, owner);
    const members = sites.get(owner);
    if (members === undefined) sites.set(owner, [site]);
    else members.push(site);
  }
  return { owners, sites };
}

function ownerOfSite({ id, place, unit }: SiteBox, fold: Fold): string {
  if (place === null || fold === "sites") return id;
  return fold === "files" ? `f${unit}|${place.file}` : `m${unit}|${packageOf(place)}`;
}

/** The package's name, or of the program's own files the folder. */
function packageOf({ file }: Place): string {
  const parts = file.split(/[\\/]/);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return parts.slice(0, -1).at(-1) ?? file;
  const name = parts[at + 1] ?? "";
  return name.startsWith("@") ? `${name}/${parts[at + 2] ?? ""}` : name;
}

function siteNode(id: string, sites: readonly SiteBox[], trends: Trends, { fold }: Choices): Node | null {
  const [first] = sites;
  if (first === undefined) return null;
  const live = sum(sites, (site) => site.live);
  const started = sum(sites, (site) => site.started);
  // An entry module that has been evaluated is no news, nor is a call that turned out to be none.
  if (started === 0 || (live === 0 && first.name === ENTRY_MODULE)) return null;
  const alone = sites.length === 1 && id === first.id;
  const label = alone
    ? first.name
    : first.place === null
      ? first.name
      : fold === "files"
        ? fileOf(first.place)
        : packageOf(first.place);
  const place = first.place === null ? "" : `${fileOf(first.place)}:${first.place.line}`;
  const detail = alone ? [first.unit, place].filter(Boolean).join(" · ") : siteCount(sites.length);
  return {
    ...{ id, label, detail, place: alone ? first.place : null, ...SITE },
    shape: alone ? "site" : "group",
    count: live,
    shares: live === 0 ? [] : meanShares(sites, trends),
    ...{ length: 0, capacity: null, closed: false, rate: 0 },
    stuck: sum(sites, (site) => site.stuck),
    slowest: sites.some((site) => site.id === trends.slowest),
    over: live === 0,
  };
}

function siteCount(sites: number): string {
  return `${sites} ${sites === 1 ? "line" : "lines"} that start tasks`;
}

function meanShares(sites: readonly SiteBox[], trends: Trends): number[] {
  const live = sum(sites, (site) => site.live);
  return REASONS.map((_, reason) =>
    sum(sites, (site) => ((trends.shares.get(site.id)?.[reason] ?? 0) * site.live) / Math.max(1, live)),
  );
}

const HELD: ReadonlySet<string> = new Set([
  "mutex",
  "rwmutex",
  "semaphore",
  "limiter",
  "queue",
  "pool",
  "cond",
]);

function primitiveNode(primitive: PrimitiveBox, trends: Trends): Node {
  const { id, kind, name, place, count, length, capacity, closed, stuck } = primitive;
  const shape = kind === "channel" ? "channel" : HELD.has(kind) ? "lock" : "other";
  const rateNow = trends.rates.get(id) ?? 0;
  return {
    ...{ id, shape, place, count, shares: [], length, capacity, closed, ...PRIMITIVE },
    label: name === "" ? kindWords(kind) : name,
    detail: primitiveDetail(primitive),
    rate: rateNow,
    stuck: stuck ? 1 : 0,
    slowest: false,
    over: closed,
  };
}

function kindWords(kind: string): string {
  return kind === "waitgroup" ? "wait group" : kind.replace("-", " ");
}

function primitiveDetail({ kind, holders, length, capacity, closed }: PrimitiveBox): string {
  if (kind === "channel") {
    const fill = capacity === 0 || capacity === null ? "unbuffered" : `${length}/${capacity}`;
    return closed ? `${fill} · closed` : fill;
  }
  if (HELD.has(kind)) return holders === 0 ? `${kindWords(kind)} · free` : `held by ${holders}`;
  return kindWords(kind);
}

function linksOf(
  edges: readonly Edge[],
  ownerOf: (id: string) => string,
  nodes: ReadonlyMap<string, Node>,
  trends: Trends,
): Link[] {
  const merged = new Map<string, Link>();
  const carrying = new Set<string>();
  for (const edge of edges) {
    const [from, to] = [ownerOf(edge.from), ownerOf(edge.to)];
    if (from === to || !nodes.has(from) || !nodes.has(to)) continue;
    if (edge.kind !== "start" && edge.kind !== "await") carrying.add(from).add(to);
    const id = `${from} ${edge.kind} ${to}`;
    const known = merged.get(id);
    const primitive = edge.from.startsWith("p") ? edge.from : edge.to;
    merged.set(id, {
      ...{ id, from, to, kind: edge.kind },
      waiting: edge.waiting + (known?.waiting ?? 0),
      stuck: edge.stuck || known?.stuck === true,
      ring: edge.ring || known?.ring === true,
      rate: edge.kind === "start" || edge.kind === "await" ? 0 : (trends.rates.get(primitive) ?? 0),
      quiet: false,
    });
  }
  return [...merged.values()].map((link) => {
    const quiet =
      (link.kind === "start" && carrying.has(link.to)) ||
      (link.kind === "await" && !link.stuck && carrying.has(link.to));
    return quiet ? { ...link, quiet } : link;
  });
}

/** More boxes than these say less, not more; the rest stays in the box of the site. */
export const SPLIT_AT_MOST = 60;

function addSplitTasks(
  nodes: Map<string, Node>,
  links: Link[],
  split: Choices["split"],
  { edges }: GraphFacts,
): void {
  for (const [site, tasks] of split) {
    const owner = nodes.get(site);
    if (owner === undefined) continue;
    for (const task of tasks.slice(0, SPLIT_AT_MOST)) {
      const id = `t${task.id}`;
      const reason = reasonOf(task.code);
      nodes.set(id, {
        ...{ id, shape: "task", label: `${task.name} #${task.id}`, detail: task.state, ...TASK },
        place: task.place,
        count: 1,
        shares: REASONS.map((_, i) => (i === reason ? 1 : 0)),
        ...{ length: 0, capacity: null, closed: false, rate: 0 },
        stuck: task.stuck ? 1 : 0,
        ...{ slowest: false, over: false },
      });
      const part = { stuck: false, ring: false, rate: 0, waiting: 0, quiet: false };
      links.push({ ...part, id: `${site} start ${id}`, from: site, to: id, kind: "start" });
      const edge = edges.find(({ from, to }) =>
        task.at === null ? false : (from === site && to === task.at) || (from === task.at && to === site),
      );
      if (edge === undefined || !nodes.has(edge.from) || !nodes.has(edge.to)) continue;
      const [from, to] = edge.from === site ? [id, edge.to] : [edge.from, id];
      const { kind, ring } = edge;
      links.push({
        ...part,
        id: `${from} ${kind} ${to}`,
        from,
        to,
        kind,
        waiting: 1,
        stuck: task.stuck,
        ring,
      });
    }
  }
}

/** Boxes that have these words in their label, detail or file; null without words. */
export function foundIn({ nodes }: Scene, search: string): ReadonlySet<string> | null {
  const words = search.trim().toLowerCase();
  if (words === "") return null;
  const found = new Set<string>();
  for (const [id, { label, detail, place }] of nodes) {
    if (`${label} ${detail} ${place?.file ?? ""}`.toLowerCase().includes(words)) found.add(id);
  }
  return found;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
