/**
 * Who handed on to whom: from which send a receive took its value, and who ended a wait that had lasted.
 *
 * What a channel was given is taken in the same order, so the n-th value that was taken is the n-th that was put: to pair
 * the two no value is looked at. Of what goes through in no time only a few are noted in each turn of the journal, since
 * a hot channel passes on a million a second; a wait that was told of is rarer, and nearly all of their ends are.
 */
import type { CallId, HandoffRecord } from "../wire/index.js";
import { ActiveCall, Told } from "./active-call.js";
import type { Clock } from "./clock.js";
import type { Flow, Sent } from "./flows.js";
import { taskOf } from "./held-locks.js";
import { Origin, type PromiseNode } from "./node.js";
import { isShared, type PrimitiveInfo } from "./primitive-info.js";
import { awaitNumberOf } from "./stamp.js";

/** A call, or the id of a task whose wait was told of: see {@link waiterOf}. */
export type Party = ActiveCall | CallId;

interface Handoff {
  /** Null where a promise was resolved with nothing between the two. */
  readonly info: PrimitiveInfo | null;
  readonly from: Party;
  readonly to: Party;
  readonly fromUs: number;
  readonly timeUs: number;
  turns: number;
}

/** A turn of the journal is 20 ms. */
const SAMPLED_PER_TURN = 32;
const LASTED_PER_TURN = 128;

/** Values of one channel that are followed from their send to their receive. */
const FOLLOWED = 64;

/** A call that began just now is told a little later; one that never is must not be waited for. */
const TURNS_WAITED = 8;

export class Handoffs {
  readonly #clock: Clock;
  #noted: Handoff[] = [];
  #samples = SAMPLED_PER_TURN;
  #lasted = LASTED_PER_TURN;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get quiet(): boolean {
    return this.#noted.length === 0;
  }

  /** The latest value that was put. @param lasted its sender had waited, which was told of */
  sent(flow: Flow, by: Party | null, lasted: boolean): void {
    flow.samples--;
    if (by === null || (flow.sent?.length ?? 0) >= FOLLOWED || !this.#spend(lasted)) return;
    (flow.sent ??= []).push({ value: flow.puts, by, timeUs: this.#clock.read() });
  }

  /** The latest value that was taken; it may be one that is followed. Returns whether it is. */
  received(info: PrimitiveInfo, flow: Flow, by: Party | null): boolean {
    const first = firstFollowed(flow);
    if (first === undefined) return false;
    if (by !== null) this.#note(info, first.by, by, first.timeUs);
    return true;
  }

  /** @param lasted the wait was told of */
  ended(info: PrimitiveInfo | null, from: Party | null, to: Party | null, lasted: boolean): void {
    if (from === null || to === null || from === to || !this.#spend(lasted)) return;
    this.#note(info, from, to, this.#clock.read());
  }

  /** What is new since the last time. To be asked when the calls and primitives of this turn have been told. */
  take(): Omit<HandoffRecord, "kind">[] {
    this.#samples = SAMPLED_PER_TURN;
    this.#lasted = LASTED_PER_TURN;
    if (this.#noted.length === 0) return [];
    const noted = this.#noted;
    this.#noted = [];
    return noted.flatMap((one) => {
      const { info, fromUs, timeUs } = one;
      const [from, to] = [toldId(one.from), toldId(one.to)];
      if (from === "soon" || to === "soon") {
        if (++one.turns < TURNS_WAITED) this.#noted.push(one);
        return [];
      }
      if (from === "never" || to === "never" || from === to || info?.told === false) return [];
      return [{ primitive: info?.id ?? null, from, to, fromUs, timeUs }];
    });
  }

  #spend(lasted: boolean): boolean {
    return lasted ? this.#lasted-- > 0 : this.#samples-- > 0;
  }

  #note(info: PrimitiveInfo | null, from: Party, to: Party, fromUs: number): void {
    this.#noted.push({ info, from, to, fromUs, timeUs: this.#clock.read(), turns: 0 });
  }
}

/** The value that was just taken, if it is one that is followed. */
function firstFollowed(flow: Flow): Sent | undefined {
  const { sent } = flow;
  if (sent === null) return undefined;
  while ((sent[0]?.value ?? Infinity) < flow.takes) sent.shift();
  if (sent[0]?.value !== flow.takes) return undefined;
  const first = sent.shift();
  if (sent.length === 0) flow.sent = null;
  return first;
}

/**
 * Who waits for this promise. What a promise of a channel stands for is mostly shared by all who wait there, so once their
 * wait has lasted the promise bears the id of the task that waits for it.
 */
export function waiterOf(promise: object, node: PromiseNode | undefined): Party | null {
  if (node instanceof ActiveCall) return node;
  if (!(node instanceof Origin)) return null;
  const id = awaitNumberOf(promise);
  if (id > 0) return id;
  return !isShared(node) && node.waiter?.target === node ? node.waiter : null;
}

/** Whether the wait for this promise was told of. Asked at each operation for a waiter. */
export function hasLasted(promise: object, node: PromiseNode | undefined): boolean {
  if (node instanceof Origin) {
    if (node.kind === "channel") return awaitNumberOf(promise) > 0;
    return node.waiter !== null && node.waiter.told === Told.waiting;
  }
  return node instanceof ActiveCall && node.told === Told.waiting;
}

function toldId(party: Party): CallId | "soon" | "never" {
  if (typeof party === "number") return party;
  const task = taskOf(party);
  if (task.told !== Told.nothing) return task.id;
  return task.ended ? "never" : "soon";
}
