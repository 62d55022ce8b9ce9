/**
 * What was going on lately: the facts are totals since the program's start, so two moments tell what lies between. Of a
 * run that is over it is the whole run.
 */
import { shownMs, type Edge, type GraphFacts, type PrimitiveBox, type SiteBox } from "../wire/facts.js";
import { REASONS, reasonOf, stateOfOp, type StateCode } from "../wire/states.js";

/** Long enough to be calm, short enough that a stage that becomes slow is seen within two seconds. */
const WINDOW_MS = 1500;

export interface Trends {
  /** Of each site the share of each reason, in the order of `REASONS`; they add up to 1, or to 0 where nothing ran. */
  readonly shares: ReadonlyMap<string, readonly number[]>;
  /** Of each primitive what was taken of it per second (or put into it, while nobody takes). */
  readonly rates: ReadonlyMap<string, number>;
  /** Of each primitive the share of the time in which somebody waited on either side. */
  readonly pressure: ReadonlyMap<string, { readonly sending: number; readonly receiving: number }>;
  /** The stage that holds up the others; null where there is none. */
  readonly slowest: string | null;
}

export const NO_TRENDS: Trends = { shares: new Map(), rates: new Map(), pressure: new Map(), slowest: null };

export class TrendWindow {
  #moments: GraphFacts[] = [];

  /** The next moment has nothing to do with those before it. */
  forget(): void {
    this.#moments = [];
  }

  next(facts: GraphFacts): Trends {
    const first = this.#moments[0];
    if (first?.run.key !== facts.run.key) this.#moments = [];
    this.#moments.push(facts);
    const sinceMs = facts.run.nowMs - WINDOW_MS;
    while (this.#moments.length > 2 && (this.#moments[1]?.run.nowMs ?? Infinity) <= sinceMs) {
      this.#moments.shift();
    }
    const goesOn = facts.run.state === "live" && facts.run.pastMs === null;
    if (!goesOn) this.#moments = [];
    const before = this.#moments[0];
    return trendsOf(before === facts ? undefined : before, facts);
  }
}

/** @param before undefined: since the program's start */
export function trendsOf(before: GraphFacts | undefined, now: GraphFacts): Trends {
  const passedMs = Math.max(1, shownMs(now.run) - (before === undefined ? 0 : shownMs(before.run)));
  const sitesBefore = byId(before?.sites ?? []);
  const primitivesBefore = byId(before?.primitives ?? []);
  const shares = new Map<string, readonly number[]>();
  const blocked = new Map<string, number>();
  for (const site of now.sites) {
    const spent = spentSince(sitesBefore.get(site.id), site);
    shares.set(site.id, sharesOf(spent));
    const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
    blocked.set(site.id, total === 0 ? 0 : (spent.get(SEND) ?? 0) / total);
  }
  const rates = new Map<string, number>();
  const pressure = new Map<string, { sending: number; receiving: number }>();
  for (const primitive of now.primitives) {
    const earlier = primitivesBefore.get(primitive.id);
    const moved = Math.max(primitive.takes - (earlier?.takes ?? 0), primitive.puts - (earlier?.puts ?? 0));
    rates.set(primitive.id, (moved * 1000) / passedMs);
    pressure.set(primitive.id, {
      sending: (primitive.sendingMs - (earlier?.sendingMs ?? 0)) / passedMs,
      receiving: (primitive.receivingMs - (earlier?.receivingMs ?? 0)) / passedMs,
    });
  }
  return { shares, rates, pressure, slowest: slowestOf(now, pressure, blocked) };
}

const SEND: StateCode = stateOfOp("send");

/** From so much on a stage is told to hold up the others: most of the time those before it wait, and it does not. */
const SLOW_FROM = 0.4;

/**
 * A stage holds up the others when those before it wait to hand on, and it waits itself neither to hand on nor for
 * work. So the last one of a jam, not all those that stand in it.
 */
function slowestOf(
  { sites, primitives, edges }: GraphFacts,
  pressure: Trends["pressure"],
  blocked: ReadonlyMap<string, number>,
): string | null {
  const full = new Map(
    primitives.map(({ id, kind }) => [id, kind === "channel" ? (pressure.get(id)?.sending ?? 0) : 0]),
  );
  let slowest: string | null = null;
  let most = SLOW_FROM;
  const inputs = groupInputs(edges);
  for (const { id, stuck } of sites) {
    if (stuck > 0) continue;
    const jam = Math.max(0, ...(inputs.get(id) ?? []).map((channel) => full.get(channel) ?? 0));
    const score = jam - (blocked.get(id) ?? 0);
    if (score <= most) continue;
    most = score;
    slowest = id;
  }
  return slowest;
}

function groupInputs(edges: readonly Edge[]): Map<string, string[]> {
  const inputs = new Map<string, string[]>();
  for (const { kind, from, to } of edges) {
    if (kind !== "receive") continue;
    const known = inputs.get(to);
    if (known === undefined) inputs.set(to, [from]);
    else known.push(from);
  }
  return inputs;
}

function byId<T extends SiteBox | PrimitiveBox>(boxes: readonly T[]): Map<string, T> {
  return new Map(boxes.map((box) => [box.id, box]));
}

function spentSince(before: SiteBox | undefined, now: SiteBox): Map<StateCode, number> {
  const earlier = new Map(before?.spentMs ?? []);
  return new Map(now.spentMs.map(([state, ms]) => [state, Math.max(0, ms - (earlier.get(state) ?? 0))]));
}

function sharesOf(spent: ReadonlyMap<StateCode, number>): number[] {
  const shares = REASONS.map(() => 0);
  let total = 0;
  for (const [state, ms] of spent) {
    const reason = reasonOf(state);
    if (reason < 0) continue;
    shares[reason] = (shares[reason] ?? 0) + ms;
    total += ms;
  }
  return total === 0 ? shares : shares.map((ms) => ms / total);
}
