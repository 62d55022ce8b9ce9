/** Which calls are looked at more closely: for a place that is not known, and for variables where asked. */
import type { CallId } from "../../tracer/wire/index.js";
import type { Local } from "../model/dump-records.js";
import type { SuspendedCall } from "./calls.js";
import type { HeapObjects } from "./heap-objects.js";
import type { Frame } from "./inside/visitor.js";

export type LocalsWanted = "none" | "some" | "all";

/** With `some`: so many of each group. */
const OF_EACH_GROUP = 10;

/** Each look searches the whole heap, while the process stands still: not longer than this for places alone. */
const PLACES_BUDGET_MS = 3000;

export interface Findings {
  readonly places: Map<CallId, Frame>;
  readonly locals: Map<CallId, readonly Local[]>;
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
): Promise<Findings> {
  const found: Findings = { places: new Map(), locals: new Map() };
  const users = calls.filter((call) => !call.internal);
  await findPlaces(
    groupsOf(
      users.filter((call) => placeOf(call) === null),
      (call) => `${call.identity} ${call.awaited ?? ""}`,
    ),
    objects,
    found,
  );
  if (wanted === "none") return found;
  const groups = groupsOf(users, (call) => {
    const [, , line = 0, column = 0] = placeOf(call) ?? found.places.get(call.id) ?? [];
    return `${call.identity} ${line}:${column}`;
  });
  for (const group of groups) {
    for (const call of wanted === "all" ? group : group.slice(0, OF_EACH_GROUP)) {
      const looked = await objects.look(call.generator, true);
      if (looked !== null) found.locals.set(call.id, looked.locals);
    }
  }
  return found;
}

async function findPlaces(
  groups: Iterable<readonly SuspendedCall[]>,
  objects: HeapObjects,
  { places }: Findings,
): Promise<void> {
  const deadline = performance.now() + PLACES_BUDGET_MS;
  for (const group of groups) {
    const ends = new Set([group[0], group.at(-1)]);
    const frames: (Frame | null)[] = [];
    for (const call of ends) {
      if (call === undefined || performance.now() > deadline) return;
      const place = (await objects.look(call.generator, false))?.place ?? null;
      frames.push(
        place && [call.name === "" ? "(anonymous)" : call.name, call.file, place.line, place.column],
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
): Iterable<SuspendedCall[]> {
  const groups = new Map<string, SuspendedCall[]>();
  for (const call of calls) {
    const key = keyOf(call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups.values();
}
