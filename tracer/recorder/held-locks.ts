/**
 * Which locks are taken while which others are held. Both orders of one pair are how tasks come to wait for each
 * other for ever, so each pair is told once, even if nothing hung.
 */
import { StartFlag, type PrimitiveId, type WireFrame } from "../wire/index.js";
import type { ActiveCall } from "./active-call.js";
import { Bag } from "./bag.js";
import { parentOf } from "./node.js";
import type { PrimitiveInfo } from "./primitive-info.js";

export interface LockOrder {
  /** The call that began the task. */
  readonly call: ActiveCall;
  readonly held: PrimitiveId;
  readonly taken: PrimitiveId;
  readonly gates: readonly PrimitiveId[];
  readonly site: WireFrame | null;
}

interface Taken {
  readonly call: ActiveCall;
  readonly taken: PrimitiveInfo;
  readonly site: WireFrame | null;
  /** What was held at that moment, and by whom. */
  readonly others: readonly { readonly lock: PrimitiveInfo; readonly holders: readonly ActiveCall[] }[];
}

/** Pairs that are remembered; a program with more locks than that makes them as it goes, and their order with them. */
const PAIRS_AT_MOST = 10_000;

export class HeldLocks {
  readonly #held = new Bag<PrimitiveInfo>();
  readonly #told = new Set<string>();
  #recent: Taken[] = [];

  /** Whether no other lock is held: the common case, in which there is nothing to compare. */
  isAlone(lock: PrimitiveInfo): boolean {
    return this.#held.size === 0 || (this.#held.size === 1 && this.#held.has(lock));
  }

  hold(lock: PrimitiveInfo): void {
    if (!this.#held.has(lock)) this.#held.add(lock);
  }

  /** It is taken while others are held. */
  taken(call: ActiveCall, lock: PrimitiveInfo, site: WireFrame | null): void {
    if (this.#told.size < PAIRS_AT_MOST) {
      const others = this.#held.items().filter((other) => other !== lock);
      const now = others.map((other) => ({ lock: other, holders: other.holders.items() }));
      this.#recent.push({ call, taken: lock, site, others: now });
    }
    this.hold(lock);
  }

  released(lock: PrimitiveInfo): void {
    if (lock.holders.size === 0) this.#held.delete(lock);
  }

  /** The pairs that are new since the last time. Only now is it known which calls are frames of one task. */
  take(): LockOrder[] {
    const recent = this.#recent;
    if (recent.length === 0) return [];
    this.#recent = [];
    return recent.flatMap((one) => this.#newPairs(one));
  }

  #newPairs({ call, taken, site, others }: Taken): LockOrder[] {
    const task = taskOf(call);
    const own = others.filter(({ holders }) => holders.some((holder) => taskOf(holder) === task));
    return own.flatMap(({ lock }) => {
      const gates = own.filter((other) => other.lock !== lock).map((other) => other.lock.id);
      const key = `${lock.id} ${taken.id} ${gates.join(",")}`;
      if (this.#told.has(key)) return [];
      this.#told.add(key);
      return [{ call: task, held: lock.id, taken: taken.id, gates, site }];
    });
  }
}

/** The call that began the task which this one belongs to, as far as is known by now. */
export function taskOf(call: ActiveCall): ActiveCall {
  let task = call;
  while ((task.flags & StartFlag.frame) !== 0) {
    const parent = parentOf(task);
    if (parent === null) break;
    task = parent;
  }
  return task;
}
