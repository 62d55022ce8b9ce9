/** What a dump tells of the suspended calls when it asked for their places alone, as `--fast` does. */
import { StartFlag, type CallId, type WireFrame } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import type { FastAnswer, Frame, ProcessFacts } from "./inside/visitor.js";
import { nameOf, wireFrame } from "./records.js";

/** Tasks that stand at the same places: of all of them the frames are the same objects. */
interface Alike {
  readonly count: number;
  /** The outermost first: it is the task, the others are its frames. */
  readonly stack: readonly { readonly name: string; readonly site: WireFrame }[];
}

const NOTHING: readonly never[] = [];

export class ToldPlaces {
  readonly #firstId: CallId;
  readonly #places: readonly Alike[];

  constructor(answer: FastAnswer, firstId: CallId) {
    this.#firstId = firstId;
    this.#places = innermost(answer).map(([frames, count]) => ({
      count,
      stack: frames
        .filter(([, file]) => !file.startsWith("node:"))
        .map((frame) => ({ name: nameOf(frame), site: wireFrame(frame) }))
        .reverse(),
    }));
  }

  /** How many calls there are. */
  get size(): number {
    return this.#places.reduce((sum, { count, stack }) => sum + count * stack.length, 0);
  }

  *records({ uptimeMs }: ProcessFacts): Generator<ModelRecord> {
    const timeUs = uptimeMs * 1000;
    let id = this.#firstId;
    for (const { count, stack } of this.#places) {
      for (let i = 0; i < count; i++) {
        for (const [depth, { name, site }] of stack.entries()) {
          const flags = depth === 0 ? 0 : StartFlag.frame;
          const parent = depth === 0 ? null : id - 1;
          yield { kind: "start", id, parent, flags, name, created: NOTHING, timeUs };
          const calls = depth < stack.length - 1 ? [id + 1] : NOTHING;
          const op = calls.length > 0 ? "task" : "promise";
          const wait = { flags: 0, site, timeUs, delayMs: 0, primitives: NOTHING, calls };
          yield { kind: "wait", id, op, ...wait, members: calls.length };
          yield { kind: "wakers", id, wakers: NOTHING, stuck: false };
          id++;
        }
      }
    }
  }
}

/**
 * Each await on a call's promise is asked for as well as the call's own, so the rest of a stack, counted by itself too,
 * is taken off again: what is left is where the innermost stand.
 */
function innermost({ places }: FastAnswer): [readonly Frame[], number][] {
  const counts = new Map(places.map(([frames, count]) => [JSON.stringify(frames), { frames, count }]));
  for (const [frames, count] of places) {
    const outer = counts.get(JSON.stringify(frames.slice(1)));
    if (outer !== undefined) outer.count -= count;
  }
  return [...counts.values()].flatMap(({ frames, count }) => (count > 0 ? [[frames, count]] : []));
}
