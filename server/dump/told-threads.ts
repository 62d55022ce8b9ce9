/** A model made of what was read. It needs the process no more: that may be left meanwhile. */
import { setImmediate } from "node:timers/promises";
import type { CallId } from "../../tracer/wire/index.js";
import type { Local, ModelRecord } from "../model/dump-records.js";
import type { Model } from "../model/model.js";
import { dumpErrors } from "./errors.js";
import type { ProcessFacts } from "./inside/visitor.js";
import { countersRecord, headerRecords } from "./records.js";

/** What was read of one thread. */
export interface ToldThread {
  readonly facts: ProcessFacts;
  readonly calls: { readonly size: number; records(facts: ProcessFacts): Iterable<ModelRecord> };
  readonly primitives: readonly ModelRecord[];
  readonly locals: ReadonlyMap<CallId, readonly Local[]>;
  /** How many are pending; of a whole dump those that somebody waits for. */
  readonly promises: number;
}

/** Records between two looks at whether to go on. */
const TOLD_AT_ONCE = 1000;

/** @param threads the main thread first @param takenAtMs since the epoch @param stop ends it early @throws {DumpError} */
export async function tellThreads(
  threads: readonly ToldThread[],
  takenAtMs: number,
  model: Model,
  stop?: AbortSignal,
): Promise<void> {
  let told = 0;
  for (const record of recordsOf(threads, takenAtMs, model)) {
    model.apply(record);
    if (++told % TOLD_AT_ONCE !== 0) continue;
    await setImmediate();
    if (stop?.aborted === true) throw dumpErrors.stopped();
  }
}

function* recordsOf(threads: readonly ToldThread[], takenAtMs: number, model: Model): Generator<ModelRecord> {
  const [main] = threads;
  if (main !== undefined) yield* headerRecords(main.facts, takenAtMs);
  let allPromises = 0;
  for (const { facts, calls, primitives, locals, promises } of threads) {
    yield* primitives;
    yield* calls.records(facts);
    for (const [id, values] of locals) yield { kind: "locals", id, locals: values };
    allPromises += promises;
    yield countersRecord(facts, model.liveTaskCount, allPromises);
  }
}
