/**
 * What a dump tells of the suspended calls, without the heap that it was read from.
 *
 * The graph of a heap and the model of its tasks are each about as large as the heap. So they are not held at the same
 * time: what is told of a call is a row of numbers here, most of them of what thousands of calls have in common; then the
 * graph is let go, and only then the model is made.
 */
import { StartFlag, type CallId, type WaitOp, type WireFrame } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import type { SuspendedCall, SuspendedCalls } from "./calls.js";
import type { WaitTarget } from "./graph/waits.js";
import type { Frame, ProcessFacts } from "./inside/visitor.js";
import { nameOf, wireFrame } from "./records.js";
import type { Waking } from "./waking.js";

/** What is known of each wait beside the graph. */
export interface Knowledge {
  placeOf(call: SuspendedCall): Frame | null;
  wakingOf(call: SuspendedCall, target: WaitTarget | null): Waking;
  isMain(call: SuspendedCall): boolean;
  taskNameOf(call: SuspendedCall): string | undefined;
}

/** All that does not tell one call from another that is like it. */
interface Kind extends Omit<Waking, "op"> {
  readonly flags: number;
  readonly name: string;
  readonly site: WireFrame | null;
  readonly op: WaitOp;
}

/** The members of a combinator that are calls, and how many members there are. */
interface Members {
  readonly calls: readonly CallId[];
  readonly members: number;
}

const NOTHING: readonly never[] = [];
const ALONE: Members = { calls: NOTHING, members: 0 };

export class ToldCalls {
  readonly #firstId: CallId;
  readonly #kinds = new Kinds();
  // By the place of a call in the dump.
  readonly #kindOf: Uint32Array;
  /** Ids; 0 for none. */
  readonly #callers: Uint32Array;
  readonly #awaited: Uint32Array;
  readonly #members = new Map<number, Members>();

  constructor(count: number, firstId: CallId) {
    this.#firstId = firstId;
    this.#kindOf = new Uint32Array(count);
    this.#callers = new Uint32Array(count);
    this.#awaited = new Uint32Array(count);
  }

  /** @param index from 0: the call's id is so far from the first one */
  tell(index: number, call: SuspendedCall, calls: SuspendedCalls, knowledge: Knowledge): void {
    const target = calls.targetOf(call);
    this.#kindOf[index] = this.#kinds.of(call, target, knowledge);
    this.#callers[index] = call.caller?.id ?? 0;
    this.#noteTarget(index, target, calls);
  }

  get size(): number {
    return this.#kindOf.length;
  }

  /** The calls, then their waits: a wait may be for a call that comes later. */
  *records({ uptimeMs }: ProcessFacts): Generator<ModelRecord> {
    const timeUs = uptimeMs * 1000;
    for (let index = 0; index < this.size; index++) {
      const { flags, name } = this.#kind(index);
      const parent = this.#callers[index] === 0 ? null : (this.#callers[index] ?? null);
      yield { kind: "start", id: this.#firstId + index, parent, flags, name, created: NOTHING, timeUs };
    }
    for (let index = 0; index < this.size; index++) {
      const id = this.#firstId + index;
      const { op, site, delayMs, primitives, wakers, stuck } = this.#kind(index);
      const { calls, members } = this.#waitedFor(index);
      yield { kind: "wait", id, op, flags: 0, site, timeUs, delayMs, calls, primitives, members };
      // Who waits for a frame of its own waits for what that one waits for.
      if (!this.#awaitsFrame(index)) yield { kind: "wakers", id, wakers, stuck };
    }
  }

  #noteTarget(index: number, target: WaitTarget | null, calls: SuspendedCalls): void {
    if (target === null || target.kind === "promise") return;
    const generators = target.kind === "call" ? [target.call] : target.calls;
    const ids = generators.flatMap((generator) => calls.of(generator)?.id ?? []);
    const members = target.kind === "call" ? 1 : target.members;
    const [only = 0] = ids;
    if (members === 1 && only !== 0) this.#awaited[index] = only;
    else this.#members.set(index, { calls: ids, members });
  }

  #kind(index: number): Kind {
    return this.#kinds.all[this.#kindOf[index] ?? 0] as Kind;
  }

  #waitedFor(index: number): Members {
    const awaited = this.#awaited[index] ?? 0;
    return awaited === 0 ? (this.#members.get(index) ?? ALONE) : { calls: [awaited], members: 1 };
  }

  #awaitsFrame(index: number): boolean {
    const awaited = this.#awaited[index] ?? 0;
    return awaited !== 0 && this.#callers[awaited - this.#firstId] === this.#firstId + index;
  }
}

/** Each kind once, by what it is. */
class Kinds {
  readonly all: Kind[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #told = new Map<object, number>();
  /** Thousands stand at one place. */
  readonly #sites = new Map<Frame, WireFrame>();

  of(call: SuspendedCall, target: WaitTarget | null, knowledge: Knowledge): number {
    const kind = this.#kindOf(call, target, knowledge);
    const key = this.#keyOf(kind);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.all.push(kind) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** Of places and words, which are kept once each, the number says it all: to spell them out takes longer than the rest. */
  #keyOf({ flags, name, site, op, delayMs, primitives, wakers, stuck }: Kind): string {
    const told = `${this.#numberOf(site)} ${this.#numberOf(wakers)} ${primitives.join(",")}`;
    return `${flags} ${op} ${delayMs} ${stuck} ${told} ${name}`;
  }

  #numberOf(told: object | null): number {
    if (told === null) return 0;
    let number = this.#told.get(told);
    if (number === undefined) this.#told.set(told, (number = this.#told.size + 1));
    return number;
  }

  #kindOf(call: SuspendedCall, target: WaitTarget | null, knowledge: Knowledge): Kind {
    const { internal, module } = call.fn;
    const flags =
      (call.caller === null ? 0 : StartFlag.frame) |
      (internal ? StartFlag.internal : 0) |
      (knowledge.isMain(call) ? StartFlag.main : 0);
    const name = knowledge.isMain(call) ? "(main)" : module ? "(module)" : nameOfCall(call, knowledge);
    const place = internal ? null : knowledge.placeOf(call);
    const waking = knowledge.wakingOf(call, target);
    return {
      ...waking,
      op: opOf(target, waking),
      flags,
      name,
      site: place === null ? null : this.#siteOf(place),
    };
  }

  #siteOf(place: Frame): WireFrame {
    let site = this.#sites.get(place);
    if (site === undefined) {
      site = wireFrame(place);
      this.#sites.set(place, site);
    }
    return site;
  }
}

/** As it was named when it was started. A function without a name of its own is called by the variable that it was made for, as its frames are. */
function nameOfCall(call: SuspendedCall, knowledge: Knowledge): string {
  const name = knowledge.taskNameOf(call) ?? call.fn.name;
  if (name !== "") return name;
  const place = knowledge.placeOf(call);
  return place === null ? "" : nameOf(place);
}

function opOf(target: WaitTarget | null, waking: Waking): WaitOp {
  if (waking.op !== null) return waking.op;
  if (target === null || target.kind === "promise") return "promise";
  return target.kind === "call" ? "task" : target.kind;
}
