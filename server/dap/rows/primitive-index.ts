/** Who waits at which primitive, and which primitives there are to look at: one pass for each revision of the model. */
import type { Tasks } from "../../model/tasks.js";
import type { Primitive, PrimitiveId, PrimitiveKindName, Task } from "../../model/task.js";

export interface PrimitiveIndex {
  readonly revision: number;
  readonly waiters: ReadonlyMap<PrimitiveId, readonly Task[]>;
  /** Without the empty ones. */
  readonly categories: readonly Category[];
  /** Contexts by the one above them, as far as both are shown. */
  readonly below: ReadonlyMap<PrimitiveId, readonly Primitive[]>;
}

export interface Category {
  readonly name: CategoryName;
  readonly primitives: readonly Primitive[];
}

export type CategoryName = (typeof CATEGORIES)[number]["name"];

export const CATEGORIES = [
  { name: "channels", label: "Channels", kinds: ["channel", "timer-channel", "ticker"] },
  { name: "locks", label: "Locks", kinds: ["mutex", "rwmutex", "cond"] },
  { name: "limits", label: "Semaphores and Limiters", kinds: ["semaphore", "limiter", "queue", "pool"] },
  { name: "groups", label: "Groups", kinds: ["waitgroup", "errgroup", "once", "singleflight", "map"] },
  { name: "contexts", label: "Contexts", kinds: ["context"] },
  { name: "units", label: "Workers and Processes", kinds: ["worker", "process", "command", "parent"] },
  { name: "events", label: "I/O and Events", kinds: ["resource", "emitter"] },
] as const satisfies readonly {
  readonly name: string;
  readonly label: string;
  readonly kinds: readonly PrimitiveKindName[];
}[];

const CATEGORY_OF: ReadonlyMap<PrimitiveKindName, CategoryName> = new Map(
  CATEGORIES.flatMap(({ name, kinds }) => kinds.map((kind) => [kind, name] as const)),
);

export function categoryOf(kind: PrimitiveKindName): CategoryName {
  return CATEGORY_OF.get(kind) ?? "events";
}

/** Made for one wait each: of no interest when nobody waits. */
const ONLY_WAITED_AT: ReadonlySet<PrimitiveKindName> = new Set(["timer-channel", "resource", "emitter"]);

/** Over once they are closed; a closed channel may still be read from. */
const OVER_WHEN_CLOSED: ReadonlySet<PrimitiveKindName> = new Set(["worker", "process", "command"]);

const NONE: readonly never[] = [];
const last = new WeakMap<Tasks, PrimitiveIndex>();

export function primitivesOf(model: Tasks): PrimitiveIndex {
  const known = last.get(model);
  if (known?.revision === model.revision) return known;
  const index = indexPrimitives(model);
  last.set(model, index);
  return index;
}

export function waitersAt({ waiters }: PrimitiveIndex, id: PrimitiveId): readonly Task[] {
  return waiters.get(id) ?? NONE;
}

export function belowContext({ below }: PrimitiveIndex, id: PrimitiveId): readonly Primitive[] {
  return below.get(id) ?? NONE;
}

function indexPrimitives(model: Tasks): PrimitiveIndex {
  const waiters = waitersOf(model);
  const shown = [...model.primitives()].filter((primitive) => isShown(primitive, waiters));
  const contexts = new Set(shown.flatMap(({ id, kind }) => (kind === "context" ? id : [])));
  const below = new Map<PrimitiveId, Primitive[]>();
  const outermost: Primitive[] = [];
  for (const primitive of shown) {
    const { parent } = primitive;
    if (parent === null || !contexts.has(parent)) outermost.push(primitive);
    else addTo(below, parent, primitive);
  }
  const categories = CATEGORIES.map(({ name }): Category => {
    return { name, primitives: outermost.filter(({ kind }) => categoryOf(kind) === name) };
  }).filter(({ primitives }) => primitives.length > 0);
  return { revision: model.revision, waiters, categories, below };
}

function waitersOf(model: Tasks): Map<PrimitiveId, Task[]> {
  const waiters = new Map<PrimitiveId, Task[]>();
  for (const task of model.liveTasks()) {
    const { wait } = task;
    if (wait === null) continue;
    // A select may have two cases of one channel.
    const primitives = wait.primitives.length > 1 ? new Set(wait.primitives) : wait.primitives;
    for (const id of primitives) addTo(waiters, id, task);
  }
  return waiters;
}

function addTo<T>(lists: Map<PrimitiveId, T[]>, id: PrimitiveId, one: T): void {
  const known = lists.get(id);
  if (known === undefined) lists.set(id, [one]);
  else known.push(one);
}

function isShown(
  { id, kind, gone, closed, holders }: Primitive,
  waiters: ReadonlyMap<PrimitiveId, unknown>,
): boolean {
  if (waiters.has(id)) return true;
  if (gone || ONLY_WAITED_AT.has(kind)) return false;
  return holders.length > 0 || !closed || !OVER_WHEN_CLOSED.has(kind);
}
