/**
 * What goes through primitives: how many values were put and taken, and by whom. Both are noted in the operation
 * itself, so they must cost next to nothing: a number more, and for the first few of each turn a look at who it is.
 */
import type { CallId, FlowRecord } from "../wire/index.js";
import { Told, type ActiveCall } from "./active-call.js";
import { taskOf } from "./held-locks.js";
import type { Party } from "./handoffs.js";
import type { PrimitiveInfo } from "./primitive-info.js";

/** On each side; of a thousand workers at one channel a few tell where the values go. */
const PEERS_KEPT = 16;

/** Who does it is looked at for so many operations of a turn of the journal, which is 20 ms. */
const LOOKS_PER_TURN = 32;

/** So many of its values are followed from their send to their receive. */
const SAMPLES_PER_TURN = 2;

/** A call that began just now is told a little later; one that never is must not be waited for. */
const TURNS_WAITED = 8;

/** A value on its way. */
export interface Sent {
  /** Which one it is, counted from 1. */
  readonly value: number;
  readonly by: Party;
  readonly timeUs: number;
}

export class Flow {
  puts = 0;
  takes = 0;
  readonly putters: ActiveCall[] = [];
  readonly takers: ActiveCall[] = [];
  /** How many more are looked at before this is told: a hot channel's operations are only counted. */
  looks = LOOKS_PER_TURN;
  /** How many of its values are still to be followed in this turn. */
  samples = SAMPLES_PER_TURN;
  /** Those that are, in their order; null for none. */
  sent: Sent[] | null = null;

  /** It puts, or waits to. */
  putBy(call: ActiveCall | null): void {
    this.looks--;
    if (call !== null) remember(this.putters, call);
  }

  /** It takes, or waits to. */
  takenBy(call: ActiveCall | null): void {
    this.looks--;
    if (call !== null) remember(this.takers, call);
  }
}

/** Which flows changed since they were last told. */
export class Flows {
  #changed = new Map<PrimitiveInfo, number>();

  changed(info: PrimitiveInfo): void {
    if (info.flow !== null) this.#changed.set(info, 0);
  }

  get quiet(): boolean {
    return this.#changed.size === 0;
  }

  /** What is new since the last time. To be asked when the calls of this turn have been told. */
  take(): Omit<FlowRecord, "kind">[] {
    const changed = this.#changed;
    if (changed.size === 0) return [];
    this.#changed = new Map();
    const told: Omit<FlowRecord, "kind">[] = [];
    for (const [info, turns] of changed) {
      if (info.flow === null || !info.told) continue;
      info.flow.looks = LOOKS_PER_TURN;
      info.flow.samples = SAMPLES_PER_TURN;
      const { puts, takes, putters, takers } = info.flow;
      if (turns < TURNS_WAITED && (putters.some(isUntold) || takers.some(isUntold))) {
        this.#changed.set(info, turns + 1);
      }
      told.push({ id: info.id, puts, takes, putters: idsOf(putters), takers: idsOf(takers) });
    }
    return told;
  }
}

function isUntold(call: ActiveCall): boolean {
  const task = taskOf(call);
  return !task.ended && task.told === Told.nothing;
}

function idsOf(calls: readonly ActiveCall[]): CallId[] {
  const ids = calls.flatMap((call) => {
    const task = taskOf(call);
    return task.told === Told.nothing ? [] : [task.id];
  });
  return [...new Set(ids)];
}

/** Calls that are over make room first, then the oldest. */
function remember(calls: ActiveCall[], call: ActiveCall): void {
  if (calls.includes(call)) return;
  if (calls.length >= PEERS_KEPT) {
    const over = calls.findIndex((one) => one.ended);
    calls.splice(Math.max(0, over), 1);
  }
  calls.push(call);
}
