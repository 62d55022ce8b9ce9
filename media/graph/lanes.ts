/** Which lane each box stands in, in which order, and how high. */
import type { Link } from "./scene.js";

export const ROW_HEIGHT = 92;

const SWEEPS = 6;

/** A lane of more boxes than this would be a hair when the whole graph is seen: it is several, side by side. */
export const TALLEST = 24;

/** Of so many boxes the whole is about as high as it is wide, however many they are. */
const ROWS_OF_SQUARE = 1.4;

/** Even, so that half of it is whole. */
export function tallestOf(boxes: number): number {
  return Math.max(TALLEST, 2 * Math.ceil((ROWS_OF_SQUARE * Math.sqrt(boxes)) / 2));
}

/** Each of the lanes has boxes from top to bottom, so that the links to other lanes stay short. */
export function sideBySide(lane: readonly string[], tallest: number): string[][] {
  const lanes = Array.from({ length: Math.max(1, Math.ceil(lane.length / tallest)) }, (): string[] => []);
  lane.forEach((id, at) => lanes[at % lanes.length]?.push(id));
  return lanes;
}

export interface Ways {
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** The direction of the data; of what is only started, from who starts it. What is held back to the holder is no way. */
export function waysOf(nodes: ReadonlyMap<string, unknown>, links: readonly Link[]): Ways {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to, kind, quiet } of links) {
    if (quiet || kind === "hold" || kind === "await" || !nodes.has(from) || !nodes.has(to)) continue;
    push(after, from, to);
    push(before, to, from);
  }
  return { before, after };
}

export function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

export function orderedLanes(part: readonly string[], ways: Ways): string[][] {
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
export function spread(lanes: readonly (readonly string[])[], links: readonly Link[]): Map<string, number> {
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
