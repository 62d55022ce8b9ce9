/**
 * Where boxes stand: in lanes from left to right, in the direction of the data. A box that has a place keeps it; one that
 * comes later takes a free place near those that it has to do with. Only "Tidy" moves boxes.
 *
 * A general layered layout would be prettier in a tangle, and takes tens of seconds for some thousand boxes.
 */
import {
  orderedLanes,
  push,
  ROW_HEIGHT,
  sideBySide,
  spread,
  tallestOf,
  TALLEST,
  waysOf,
  type Ways,
} from "./lanes.js";
import type { Link, Node } from "./scene.js";

export interface Spot {
  /** The middle of the box. */
  readonly x: number;
  readonly y: number;
}

export const LANE_WIDTH = 222;

export class Layout {
  readonly #spots = new Map<string, Spot>();
  readonly #taken = new Set<string>();
  /** Where those begin that came later and have to do with none, and how many places there are given. */
  #belowFrom: number | null = null;
  #below = 0;

  get spots(): ReadonlyMap<string, Spot> {
    return this.#spots;
  }

  clear(): void {
    this.#spots.clear();
    this.#taken.clear();
    this.#belowFrom = null;
    this.#below = 0;
  }

  restore(spots: Iterable<readonly [string, Spot]>): void {
    this.clear();
    for (const [id, spot] of spots) this.#put(id, spot);
  }

  /** Gives a place to those that have none. */
  add(nodes: ReadonlyMap<string, Node>, links: readonly Link[]): void {
    const added = [...nodes.keys()].filter((id) => !this.#spots.has(id));
    if (added.length === 0) return;
    if (this.#spots.size === 0) {
      this.tidy(nodes, links);
      return;
    }
    const ways = waysOf(nodes, links);
    // Those with neighbours first: the others then know where these stand.
    let left = added;
    for (let before = Infinity; left.length > 0 && left.length < before;) {
      before = left.length;
      left = left.filter((id) => !this.#placeBeside(id, ways));
    }
    for (const id of left) if (!this.#placeBeside(id, ways)) this.#putBelow(id);
  }

  /** Lays out everything anew. */
  tidy(nodes: ReadonlyMap<string, Node>, links: readonly Link[]): void {
    this.clear();
    let top = 0;
    for (const part of partsOf(nodes, links)) {
      const tallest = tallestOf(part.length);
      const lanes = orderedLanes(part, waysOf(new Map(part.map((id) => [id, nodes.get(id)])), links)).flatMap(
        (lane) => sideBySide(lane, tallest),
      );
      const heights = spread(lanes, links);
      const ys = [...heights.values()];
      const [least, most] = [Math.min(...ys), Math.max(...ys)];
      for (const [lane, ids] of lanes.entries()) {
        for (const id of ids) {
          this.#put(id, { x: lane * LANE_WIDTH, y: top + (heights.get(id) ?? 0) - least });
        }
      }
      top += most - least + ROW_HEIGHT;
    }
  }

  #placeBeside(id: string, { before, after }: Ways): boolean {
    const froms = spotsOf(before.get(id), this.#spots);
    const tos = spotsOf(after.get(id), this.#spots);
    if (froms.length + tos.length === 0) return false;
    const x =
      froms.length > 0
        ? Math.max(...froms.map((spot) => spot.x)) + LANE_WIDTH
        : Math.min(...tos.map((spot) => spot.x)) - LANE_WIDTH;
    const near = [...froms, ...tos];
    const y = near.reduce((sum, spot) => sum + spot.y, 0) / near.length;
    this.#putNear(id, Math.round(x / LANE_WIDTH), y / ROW_HEIGHT, froms.length > 0 ? 1 : -1);
    return true;
  }

  /** The free place of the lane that is nearest; where the lane is full there, of the lanes beyond it. */
  #putNear(id: string, lane: number, row: number, beyond: 1 | -1 = 1): void {
    const middle = Math.round(row);
    const reach = tallestOf(this.#spots.size) / 2;
    for (let at = lane; ; at += beyond) {
      for (let step = 0; step <= reach; step++) {
        for (const free of step === 0 ? [middle] : [middle + step, middle - step]) {
          if (this.#taken.has(`${at} ${free}`)) continue;
          this.#put(id, { x: at * LANE_WIDTH, y: free * ROW_HEIGHT });
          return;
        }
      }
    }
  }

  /** Below all that were there before, in lanes of their own. */
  #putBelow(id: string): void {
    this.#belowFrom ??= Math.floor(this.#lowest()) + 1;
    for (;;) {
      const lane = Math.floor(this.#below / TALLEST);
      const row = this.#belowFrom + (this.#below++ % TALLEST);
      if (this.#taken.has(`${lane} ${row}`)) continue;
      this.#put(id, { x: lane * LANE_WIDTH, y: row * ROW_HEIGHT });
      return;
    }
  }

  #put(id: string, spot: Spot): void {
    this.#spots.set(id, spot);
    const lane = Math.round(spot.x / LANE_WIDTH);
    const row = spot.y / ROW_HEIGHT;
    this.#taken.add(`${lane} ${Math.floor(row)}`).add(`${lane} ${Math.ceil(row)}`);
  }

  #lowest(): number {
    let most = -1;
    for (const { y } of this.#spots.values()) most = Math.max(most, y / ROW_HEIGHT);
    return most;
  }
}

function spotsOf(ids: readonly string[] | undefined, spots: ReadonlyMap<string, Spot>): Spot[] {
  return (ids ?? []).flatMap((id) => spots.get(id) ?? []);
}

/** Boxes that have to do with each other, the largest part first; last all that have to do with none. */
function partsOf(nodes: ReadonlyMap<string, Node>, links: readonly Link[]): string[][] {
  const beside = new Map<string, string[]>();
  for (const { from, to, quiet } of links) {
    if (quiet || !nodes.has(from) || !nodes.has(to)) continue;
    push(beside, from, to);
    push(beside, to, from);
  }
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const start of nodes.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const part = [start];
    for (let i = 0; i < part.length; i++) {
      for (const next of beside.get(part[i] ?? "") ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    }
    parts.push(part);
  }
  const together = parts.filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
  const alone = parts.filter(({ length }) => length === 1).flat();
  return alone.length === 0 ? together : [...together, alone];
}
