/**
 * Waiting in line. Everything that waits in this library, for a channel, a lock or a group, is a `Waiter` in
 * a `WaitQueue`; this is what makes all of them first come, first served, and lets any wait be given up.
 *
 * A waiter leaves its queue the moment its fate is known: served, cancelled, or, as one arm of a select,
 * beaten by another arm. So whoever is in a queue still wants what it waits for, and whoever serves the queue
 * takes the first and need not ask. JavaScript runs one task at a time: there is no moment in between.
 *
 * The queue is a doubly linked list through the waiters themselves: joining, serving and leaving from the
 * middle cost the same whatever the length, and allocate nothing.
 */
import type { Cancellable, Watch } from "./cancel.js";
import { wake } from "./turn.js";

/** The select that a waiter is one arm of. */
export interface Contest {
  /** The promise that the caller of the select awaits. */
  readonly promise: Promise<unknown>;
  /** What `arm` waited for has come: every other arm leaves its queue. */
  win(arm: Waiter, value: unknown, ok: boolean): void;
  /** What `arm` waited for can never come. */
  fail(arm: Waiter, error: unknown): void;
}

/** A promise with its two ends in reach. */
export interface Deferred {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred(): Deferred {
  let resolve!: (value: unknown) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<unknown>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/**
 * A waiting call, or one arm of a waiting select. Made for every wait there is, so its fields are plain ones, all
 * there from the start: private names and late fields cost a quarter of a hand-off.
 */
export class Waiter implements Cancellable {
  declare queue: WaitQueue | undefined;
  declare next: Waiter | undefined;
  declare previous: Waiter | undefined;
  declare watch: Watch | undefined;
  /** The promise that the caller awaits: what observers know this wait by. */
  declare promise: Promise<unknown>;
  /** The promise's two ends; undefined in an arm. */
  declare private resolve: ((value: unknown) => void) | undefined;
  declare private reject: ((reason: unknown) => void) | undefined;
  declare readonly value: unknown;
  declare readonly paired: boolean;
  declare readonly contest: Contest | undefined;

  /**
   * @param value Of a sender, what it sends.
   * @param paired Whether a receiver wants Go's `v, ok` and not only the value.
   * @param contest The select that this is an arm of; it has one promise for all its arms.
   */
  constructor(value: unknown, paired: boolean, contest: Contest | undefined) {
    this.queue = undefined;
    this.next = undefined;
    this.previous = undefined;
    this.watch = undefined;
    this.value = value;
    this.paired = paired;
    this.contest = contest;
    this.resolve = undefined;
    this.reject = undefined;
    // A closure for each promise: to note its ends in variables of the module would cost more, since the module is
    // old and the ends are young, and the collector is told of each such pointer.
    this.promise =
      contest?.promise ??
      new Promise<unknown>((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
      });
  }

  /** It is served. Its queue has let it go already. */
  serve(value: unknown, ok: boolean): void {
    if (this.contest !== undefined) {
      this.contest.win(this, value, ok);
      return;
    }
    if (this.watch !== undefined) this.watch.stop();
    if (this.resolve !== undefined) wake(this.resolve, this.paired ? { value, done: !ok } : value);
  }

  /** It can never be served. Its queue has let it go already. */
  fail(error: unknown): void {
    if (this.contest !== undefined) {
      this.contest.fail(this, error);
      return;
    }
    this.watch?.stop();
    this.reject?.(error);
  }

  /** Its signal fired. */
  cancelled(reason: unknown): void {
    this.leave();
    this.reject?.(reason);
  }

  /** It gives up. */
  leave(): void {
    const { queue } = this;
    if (queue === undefined) return;
    queue.remove(this);
    queue.owner?.forsaken();
  }
}

/** A primitive that must know when somebody stops waiting for it, or chose something else in a select. */
export interface QueueOwner {
  forsaken(): void;
}

export class WaitQueue {
  first: Waiter | undefined = undefined;
  private last: Waiter | undefined = undefined;

  constructor(readonly owner?: QueueOwner) {}

  push(waiter: Waiter): void {
    waiter.queue = this;
    const last = this.last;
    this.last = waiter;
    if (last === undefined) {
      this.first = waiter;
      return;
    }
    waiter.previous = last;
    last.next = waiter;
  }

  /** Takes out who came first. */
  shift(): Waiter | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const { next } = first;
    this.first = next;
    if (next === undefined) this.last = undefined;
    else next.previous = undefined;
    first.queue = first.next = undefined;
    return first;
  }

  remove(waiter: Waiter): void {
    const { next, previous } = waiter;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    waiter.queue = waiter.next = waiter.previous = undefined;
  }
}
