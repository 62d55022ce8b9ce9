/** Which calls are looked at more closely: for a place that is not known, and for variables where asked. */
import type { CallId } from "../../tracer/wire/index.js";
import type { Local } from "../model/dump-records.js";
import type { SuspendedCall } from "./calls.js";
import type { HeapObjects } from "./heap-objects.js";
import type { Frame } from "./inside/visitor.js";

export type LocalsWanted = "none" | "some" | "all";

/** With `some`: so many of each group. */
const OF_EACH_GROUP = 10;

/** Each look searches the whole heap, while the process stands still: not longer than this, unless all are wanted. */
const PLACES_BUDGET_MS = 3000;
const SOME_LOCALS_BUDGET_MS = 10_000;

export interface Findings {
  readonly places: Map<CallId, Frame>;
  readonly locals: Map<CallId, readonly Local[]>;
  /** Calls whose variables were wanted, and not read because the budget was spent. */
  localsLeftOut: number;
}

export interface LooksProgress {
  /** Tasks whose variables have been read. */
  locals(looked: number, of: number): void;
}

/**
 * `placeOf` is what is known already. A place found for one call is taken for all that are activations of the
 * same function and await the very same promise, if the first and the last of them agree.
 */
export async function lookCloser(
  calls: readonly SuspendedCall[],
  placeOf: (call: SuspendedCall) => Frame | null,
  wanted: LocalsWanted,
  objects: HeapObjects,
  progress: LooksProgress,
): Promise<Findings> {
  const found: Findings = { places: new Map(), locals: new Map(), localsLeftOut: 0 };
  const users = calls.filter((call) => !call.fn.internal);
  const unplaced = users.filter((call) => placeOf(call) === null);
  await findPlaces(unplaced, objects, found);
  if (wanted === "none") return found;
  const groups = groupsOf(users, (call) => {
    const [, , line = 0, column = 0] = placeOf(call) ?? found.places.get(call.id) ?? [];
    return `${call.fn.identity} ${line}:${column}`;
  });
  const chosen = groups.map((group) => (wanted === "all" ? group : group.slice(0, OF_EACH_GROUP)));
  const budgetMs = wanted === "all" ? Infinity : SOME_LOCALS_BUDGET_MS;
  await readLocals(inTurns(chosen), budgetMs, objects, found, progress);
  return found;
}

async function readLocals(
  calls: readonly SuspendedCall[],
  budgetMs: number,
  objects: HeapObjects,
  found: Findings,
  progress: LooksProgress,
): Promise<void> {
  const deadline = performance.now() + budgetMs;
  for (const [index, call] of calls.entries()) {
    if (performance.now() > deadline) {
      found.localsLeftOut = calls.length - index;
      return;
    }
    const looked = await objects.look(call.generator, true);
    if (looked !== null) found.locals.set(call.id, looked.locals);
    progress.locals(index + 1, calls.length);
  }
}

async function findPlaces(
  calls: readonly SuspendedCall[],
  objects: HeapObjects,
  { places }: Findings,
): Promise<void> {
  const deadline = performance.now() + PLACES_BUDGET_MS;
  // What stands at the very same promise, by function: so that each function has its turn.
  const functions = groupsOf(calls, (call) => `${call.fn.identity}`).map((same) =>
    groupsOf(same, (call) => `${call.awaited ?? ""}`),
  );
  for (const group of inTurns(functions)) {
    const ends = new Set([group[0], group.at(-1)]);
    const frames: (Frame | null)[] = [];
    for (const call of ends) {
      if (call === undefined || performance.now() > deadline) return;
      const place = (await objects.look(call.generator, false))?.place ?? null;
      frames.push(
        place && [call.fn.name === "" ? "(anonymous)" : call.fn.name, call.fn.file, place.line, place.column],
      );
    }
    const [first = null, last = first] = frames;
    if (first === null || JSON.stringify(first) !== JSON.stringify(last)) continue;
    for (const call of group) places.set(call.id, first);
  }
}

function groupsOf(
  calls: readonly SuspendedCall[],
  keyOf: (call: SuspendedCall) => string,
): SuspendedCall[][] {
  const groups = new Map<string, SuspendedCall[]>();
  for (const call of calls) {
    const key = keyOf(call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}

/** The first of each list, then the second of each, and so on. */
function inTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const turns: Item[] = [];
  for (let turn = 0; turn < longest; turn++) {
    for (const list of lists) {
      const item = list[turn];
      if (item !== undefined) turns.push(item);
    }
  }
  return turns;
}
