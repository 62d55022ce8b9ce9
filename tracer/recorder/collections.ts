import type { ActiveCall } from "./active-call.js";
import type { Clock } from "./clock.js";
import { Origin, resolveNode } from "./node.js";
import type { WaitOp } from "../wire/index.js";

interface Watched {
  readonly call: ActiveCall;
  /** Of the call, when the watch began: a call that has gone on since waits for something else. */
  readonly section: number;
}

interface Asked extends Watched {
  readonly awaited: WeakRef<object>;
}

/** More than this are not kept for sweeps: the registry tells of the others, a little later. */
const SWEPT_AT_MOST = 4096;

/** What is Node's to end, sooner or later: no collection proves anything. */
const NODES_TO_END: ReadonlySet<WaitOp> = new Set(["io", "message", "child"]);

/** A timer may be this late; what waits longer waits for something else. */
const LATE_US = 100_000;

/**
 * Proof by collection: when a promise that a call waits for is garbage-collected while the call still waits, nobody
 * is left who could settle it, and the call can never go on. Nothing here holds the promise.
 */
export class Collections {
  readonly #clock: Clock;
  readonly #proved: (call: ActiveCall) => void;
  readonly #registry: FinalizationRegistry<Watched>;
  /** Whom `sweep` asks. */
  #asked = new Set<Asked>();
  #watchesUntilSift = 0;

  constructor(clock: Clock, proved: (call: ActiveCall) => void) {
    this.#clock = clock;
    this.#proved = proved;
    this.#registry = new FinalizationRegistry((watched) => this.#collected(watched));
  }

  watch(call: ActiveCall, awaited: object): void {
    const watched = { call, section: call.section };
    this.#registry.register(awaited, watched);
    if (this.#asked.size >= SWEPT_AT_MOST && --this.#watchesUntilSift <= 0) this.#forgetResumed();
    if (this.#asked.size < SWEPT_AT_MOST) this.#asked.add({ ...watched, awaited: new WeakRef(awaited) });
  }

  /** Whoever has waited for long and still does; some of them, where they are thousands. */
  *waiting(): Generator<ActiveCall> {
    for (const asked of this.#asked) if (stillWaits(asked)) yield asked.call;
  }

  /** A collection could prove something. */
  get hasUnproved(): boolean {
    const nowUs = this.#clock.read();
    for (const asked of this.#asked) {
      if (stillWaits(asked) && !endsByItself(asked.call, nowUs)) return true;
    }
    return false;
  }

  /** Looks what is gone right now: the registry's callbacks come a turn later, and after the last turn never. */
  sweep(): void {
    for (const asked of this.#asked) {
      if (stillWaits(asked) && asked.awaited.deref() !== undefined) continue;
      this.#asked.delete(asked);
      this.#collected(asked);
    }
  }

  /** Where all of them still wait, looking at them all for each one more would be most of the tracer's work. */
  #forgetResumed(): void {
    this.#watchesUntilSift = SWEPT_AT_MOST / 4;
    this.#asked = new Set([...this.#asked].filter(stillWaits));
  }

  #collected(watched: Watched): void {
    if (stillWaits(watched)) this.#proved(watched.call);
  }
}

function stillWaits({ call, section }: Watched): boolean {
  return call.waiting && call.section === section && !call.ended;
}

function endsByItself({ target, waitingSinceUs }: ActiveCall, nowUs: number): boolean {
  const node = resolveNode(target);
  if (!(node instanceof Origin)) return false;
  if (NODES_TO_END.has(node.op)) return true;
  return node.delayMs > 0 && nowUs < waitingSinceUs + node.delayMs * 1000 + LATE_US;
}
