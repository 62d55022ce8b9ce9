/** The boxes of a run and what flows between them, as of now. */
import {
  shownMs,
  type Edge,
  type GraphFacts,
  type PrimitiveBox,
  type SiteBox,
} from "../../media/wire/facts.js";
import type { Finding } from "../detect/finding.js";
import type { TaskId } from "../model/task.js";
import type { History } from "./history.js";
import type { Link } from "./links.js";
import type { PrimitiveStats } from "./primitive-stats.js";
import type { SiteStats } from "./site-stats.js";
import type { FlowSource } from "./source.js";

/** Findings that say that what waits will wait for ever. */
const FOR_EVER: ReadonlySet<Finding["kind"]> = new Set(["deadlock", "leak", "lock-cycle"]);

export function siteId(site: { readonly index: number }): string {
  return `s${site.index}`;
}

export function primitiveId(group: { readonly index: number }): string {
  return `p${group.index}`;
}

export function graphOf(source: FlowSource): GraphFacts {
  const { history, findings, run } = source;
  const nowUs = shownMs(run) * 1000;
  const stuck = stuckOf(source);
  const links = [...history.links.all()];
  const linked = new Set(links.filter(atPrimitive).map(({ other }) => other));
  const held = heldEdges(history, stuck);
  for (const { group } of held) linked.add(group.index);
  return {
    run,
    sites: history.sites.map((site) => siteBox(site, nowUs, stuck)),
    primitives: history.primitives
      .filter((group) => linked.has(group.index))
      .map((group) => primitiveBox(group, nowUs, stuck)),
    edges: [...links.map((link) => edgeOf(link, stuck)), ...held.map(({ edge }) => edge)],
    findings: findings
      .filter(({ kind }) => FOR_EVER.has(kind))
      .map(({ message }) => message)
      .slice(0, 20),
  };
}

function atPrimitive({ kind }: Link): boolean {
  return kind !== "start" && kind !== "await";
}

/** What findings say of sites and of what they wait at. */
interface Stuck {
  /** How many tasks of each site. */
  readonly sites: ReadonlyMap<SiteStats, number>;
  /** "site kind other" of links at which such tasks wait. */
  readonly links: ReadonlySet<string>;
  readonly ring: ReadonlySet<string>;
  readonly groups: ReadonlySet<PrimitiveStats>;
}

function stuckOf({ history, model, findings }: FlowSource): Stuck {
  const sites = new Map<SiteStats, number>();
  const links = new Set<string>();
  const ring = new Set<string>();
  const groups = new Set<PrimitiveStats>();
  for (const finding of findings) {
    if (!FOR_EVER.has(finding.kind)) continue;
    const inFinding = new Set(finding.tasks);
    for (const id of finding.tasks) {
      const site = history.siteOfTask(id);
      const wait = model.task(id)?.wait;
      if (site === undefined || wait == null) continue;
      sites.set(site, (sites.get(site) ?? 0) + 1);
      for (const primitive of wait.primitives) {
        const group = history.groupOf(primitive);
        if (group === undefined) continue;
        groups.add(group);
        for (const kind of ["send", "receive", "take"]) links.add(`${site.index} ${kind} ${group.index}`);
        if (finding.kind === "lock-cycle" || holdsOne(model.primitive(primitive)?.holders, inFinding)) {
          ring.add(`${site.index} take ${group.index}`);
          for (const holder of model.primitive(primitive)?.holders ?? []) {
            const its = history.siteOfTask(holder);
            if (its !== undefined) ring.add(`${its.index} hold ${group.index}`);
          }
        }
      }
      for (const other of wait.tasks) {
        const its = history.siteOfTask(other);
        if (its === undefined || !inFinding.has(other)) continue;
        links.add(`${site.index} await ${its.index}`);
        if (model.task(other)?.wait?.tasks.includes(id) === true)
          ring.add(`${site.index} await ${its.index}`);
      }
    }
  }
  return { sites, links, ring, groups };
}

function holdsOne(holders: readonly TaskId[] | undefined, tasks: ReadonlySet<TaskId>): boolean {
  return holders?.some((holder) => tasks.has(holder)) === true;
}

function siteBox(site: SiteStats, nowUs: number, stuck: Stuck): SiteBox {
  const { name, place, unit, live, started } = site;
  return {
    id: siteId(site),
    name,
    place: place === null ? null : { file: place.file, line: place.line, column: place.column },
    unit,
    live,
    started,
    stuck: stuck.sites.get(site) ?? 0,
    now: site.now(),
    spentMs: site.spentMs(nowUs),
  };
}

function primitiveBox(group: PrimitiveStats, nowUs: number, stuck: Stuck): PrimitiveBox {
  const { kind, name, capacity, created } = group.first;
  return {
    id: primitiveId(group),
    kind,
    name,
    place: created === null ? null : { file: created.file, line: created.line, column: created.column },
    count: group.count,
    length: group.length,
    capacity: Number.isFinite(capacity) ? capacity * group.count : null,
    closed: group.closed,
    sending: group.waiting("sending"),
    receiving: group.waiting("receiving"),
    holders: new Set([...group.heldBy.values()].flat()).size,
    puts: group.puts,
    takes: group.takes,
    sendingMs: group.waitedMs("sending", nowUs),
    receivingMs: group.waitedMs("receiving", nowUs),
    stuck: stuck.groups.has(group),
  };
}

function edgeOf({ kind, site, other, waiting }: Link, stuck: Stuck): Edge {
  const [from, to] = endsOf(kind, site, other);
  const key = `${site} ${kind} ${other}`;
  const isStuck = waiting > 0 && stuck.links.has(key);
  return { from, to, kind, waiting, stuck: isStuck, ring: isStuck && stuck.ring.has(key) };
}

/** In the direction of the data; of what is taken, from who takes it. */
function endsOf(kind: Link["kind"], site: number, other: number): [string, string] {
  if (kind === "start" || kind === "await") return [`s${site}`, `s${other}`];
  return kind === "receive" ? [`p${other}`, `s${site}`] : [`s${site}`, `p${other}`];
}

interface HeldEdge {
  readonly group: PrimitiveStats;
  readonly edge: Edge;
}

/** Who holds what changes with each moment: read when it is asked for. */
function heldEdges(history: History, stuck: Stuck): HeldEdge[] {
  return history.primitives.flatMap((group) => {
    const holders = new Set<SiteStats>();
    for (const tasks of group.heldBy.values()) {
      for (const task of tasks) {
        const site = history.siteOfTask(task);
        if (site !== undefined) holders.add(site);
      }
    }
    return [...holders].map((site) => {
      const ring = stuck.ring.has(`${site.index} hold ${group.index}`);
      const ends = { from: primitiveId(group), to: siteId(site) };
      return { group, edge: { ...ends, kind: "hold" as const, waiting: 0, stuck: ring, ring } };
    });
  });
}
