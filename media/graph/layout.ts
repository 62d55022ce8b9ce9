/**
 * Where boxes stand: in lanes from left to right, in the direction of the data. A box that has a place keeps it; one that
 * comes later takes a free place near those that it has to do with. Only "Tidy" moves boxes.
 *
 * A general layered layout would be prettier in a tangle, and takes tens of seconds for some thousand boxes.
 */
import type { Link, Node } from "./scene.js";

export interface Spot {
  /** The middle of the box. */
  readonly x: number;
  readonly y: number;
}

export const LANE_WIDTH = 222;
export const ROW_HEIGHT = 92;

const SWEEPS = 6;

export class Layout {
  readonly #spots = new Map<string, Spot>();
  readonly #taken = new Set<string>();

  get spots(): ReadonlyMap<string, Spot> {
    return this.#spots;
  }

  clear(): void {
    this.#spots.clear();
    this.#taken.clear();
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
    for (const id of left) if (!this.#placeBeside(id, ways)) this.#putNear(id, 0, this.#lowest() + 1);
  }

  /** Lays out everything anew. */
  tidy(nodes: ReadonlyMap<string, Node>, links: readonly Link[]): void {
    this.clear();
    let top = 0;
    for (const part of partsOf(nodes, links)) {
      const lanes = orderedLanes(part, waysOf(new Map(part.map((id) => [id, nodes.get(id)])), links));
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
    this.#putNear(id, Math.round(x / LANE_WIDTH), y / ROW_HEIGHT);
    return true;
  }

  /** The free place of the lane that is nearest. */
  #putNear(id: string, lane: number, row: number): void {
    const middle = Math.round(row);
    for (let step = 0; ; step++) {
      for (const free of step === 0 ? [middle] : [middle + step, middle - step]) {
        if (this.#taken.has(`${lane} ${free}`)) continue;
        this.#put(id, { x: lane * LANE_WIDTH, y: free * ROW_HEIGHT });
        return;
      }
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

interface Ways {
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** The direction of the data; of what is only started, from who starts it. What is held back to the holder is no way. */
function waysOf(nodes: ReadonlyMap<string, unknown>, links: readonly Link[]): Ways {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to, kind, quiet } of links) {
    if (quiet || kind === "hold" || kind === "await" || !nodes.has(from) || !nodes.has(to)) continue;
    push(after, from, to);
    push(before, to, from);
  }
  return { before, after };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function spotsOf(ids: readonly string[] | undefined, spots: ReadonlyMap<string, Spot>): Spot[] {
  return (ids ?? []).flatMap((id) => spots.get(id) ?? []);
}

/** Boxes that have to do with each other, the largest part first. */
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
  return parts.sort((a, b) => b.length - a.length);
}

function orderedLanes(part: readonly string[], ways: Ways): string[][] {
  const laneOf = lanesOf(part, ways);
  const lanes: (string[] | undefined)[] = [];
  for (const id of part) (lanes[laneOf.get(id) ?? 0] ??= []).push(id);
  const filled = Array.from(lanes, (lane) => lane ?? []);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forwards = sweep % 2 === 0;
    const order = forwards ? filled.slice(1) : filled.slice(0, -1).reverse();
    const rowOf = new Map<string, number>();
    const note = (lane: readonly string[]): void =>
      lane.forEach((id, row) => rowOf.set(id, row - lane.length / 2));
    filled.forEach(note);
    for (const lane of order) {
      const means = new Map(lane.map((id) => [id, meanRow(id, forwards ? ways.before : ways.after, rowOf)]));
      lane.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
      note(lane);
    }
  }
  return filled;
}

function meanRow(
  id: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
  rowOf: ReadonlyMap<string, number>,
): number {
  const rows = (neighbours.get(id) ?? []).flatMap((other) => rowOf.get(other) ?? []);
  if (rows.length === 0) return rowOf.get(id) ?? 0;
  return rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

/** As far right as the longest way to it; a way back in a ring is none. */
function lanesOf(part: readonly string[], { before, after }: Ways): Map<string, number> {
  const back = backWays(part, before, after);
  const waits = new Map<string, number>();
  for (const id of part) {
    waits.set(id, (before.get(id) ?? []).filter((from) => !back.has(`${from} ${id}`)).length);
  }
  const lanes = new Map(part.map((id) => [id, 0]));
  const ready = part.filter((id) => waits.get(id) === 0);
  for (let i = 0; i < ready.length; i++) {
    const id = ready[i] ?? "";
    for (const to of after.get(id) ?? []) {
      if (back.has(`${id} ${to}`)) continue;
      lanes.set(to, Math.max(lanes.get(to) ?? 0, (lanes.get(id) ?? 0) + 1));
      const left = (waits.get(to) ?? 1) - 1;
      waits.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  // What nobody comes before stands right before what it leads to.
  for (const id of part) {
    const tos = (after.get(id) ?? []).filter((to) => !back.has(`${id} ${to}`));
    if ((before.get(id) ?? []).length > 0 || tos.length === 0) continue;
    lanes.set(id, Math.min(...tos.map((to) => lanes.get(to) ?? 1)) - 1);
  }
  return lanes;
}

/** Links that lead back to where a walk from the sources has come from. */
function backWays(part: readonly string[], before: Ways["before"], after: Ways["after"]): Set<string> {
  const back = new Set<string>();
  const state = new Map<string, "open" | "done">();
  const sources = part.filter((id) => (before.get(id) ?? []).length === 0);
  for (const start of [...sources, ...part]) {
    if (state.has(start)) continue;
    state.set(start, "open");
    const path = [{ id: start, at: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const to = after.get(step.id)?.[step.at++];
      if (to === undefined) {
        state.set(step.id, "done");
        path.pop();
      } else if (state.get(to) === "open") back.add(`${step.id} ${to}`);
      else if (!state.has(to)) {
        state.set(to, "open");
        path.push({ id: to, at: 0 });
      }
    }
  }
  return back;
}

/** Each box as near to the middle of those before it as its lane allows. */
function spread(lanes: readonly (readonly string[])[], links: readonly Link[]): Map<string, number> {
  const ys = new Map<string, number>();
  const beside = new Map<string, string[]>();
  for (const { from, to, quiet } of links) {
    if (quiet) continue;
    push(beside, to, from);
    push(beside, from, to);
  }
  for (const lane of lanes) lane.forEach((id, row) => ys.set(id, (row - (lane.length - 1) / 2) * ROW_HEIGHT));
  for (let round = 0; round < 3; round++) {
    for (const lane of round % 2 === 0 ? lanes : [...lanes].reverse()) {
      const wished = lane.map((id) => {
        const near = (beside.get(id) ?? []).flatMap((other) => ys.get(other) ?? []);
        return near.length === 0 ? (ys.get(id) ?? 0) : near.reduce((a, b) => a + b, 0) / near.length;
      });
      const placed = withRoom(wished);
      lane.forEach((id, row) => ys.set(id, placed[row] ?? 0));
    }
  }
  return ys;
}

/** In their order, a row apart at least, and together as near to the wishes as that allows. */
function withRoom(wished: readonly number[]): number[] {
  const blocks: { sum: number; count: number; first: number }[] = [];
  wished.forEach((wish, row) => {
    blocks.push({ sum: wish - row * ROW_HEIGHT, count: 1, first: row });
    for (;;) {
      const [last, before] = [blocks.at(-1), blocks.at(-2)];
      if (last === undefined || before === undefined) return;
      if (before.sum / before.count <= last.sum / last.count) return;
      blocks.pop();
      before.sum += last.sum;
      before.count += last.count;
    }
  });
  return blocks.flatMap(({ sum, count, first }) =>
    Array.from({ length: count }, (_, i) => sum / count + (first + i) * ROW_HEIGHT),
  );
}
