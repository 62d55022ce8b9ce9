/**
 * Waiting in line. Everything that waits in this library, for a channel, a lock or a group, has a `Place` in
 * a `WaitQueue`; this is what makes all of them first come, first served, and lets any wait be given up.
 *
 * A place leaves its queue the moment its fate is known: served, cancelled, or, as one arm of a select,
 * beaten by another arm. So whoever is in a queue still wants what it waits for, and whoever serves the queue
 * takes the first and need not ask. JavaScript runs one task at a time: there is no moment in between.
 *
 * The queue is a doubly linked list through the places themselves: joining, serving and leaving from the
 * middle cost the same whatever the length, and allocate nothing.
 */
import type { Cancellable, Watch } from "./cancel.js";
import { wake } from "./turn.js";

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
 * A place in line. One is made for every wait there is, and memory is most of what a wait costs: so those who stand in
 * line have plain fields, all there from the start, and no more than each kind needs. They share no base class, since
 * a derived constructor costs a quarter of a hand-off.
 */
export interface Place {
  queue: WaitQueue | undefined;
  next: Place | undefined;
  previous: Place | undefined;
  /** Of a sender, what it sends; elsewhere what the primitive must know of who waits. */
  readonly value: unknown;
  /** The promise that the caller awaits: what observers know this wait by. */
  readonly promise: Promise<unknown>;
  /** It is served. Its queue has let it go already. */
  serve(value: unknown, ok: boolean): void;
  /** It can never be served. Its queue has let it go already. */
  fail(error: unknown): void;
}

/** A waiting call. */
export class Waiter implements Place, Cancellable {
  declare queue: WaitQueue | undefined;
  declare next: Place | undefined;
  declare previous: Place | undefined;
  declare watch: Watch | undefined;
  declare promise: Promise<unknown>;
  declare private resolve: (value: unknown) => void;
  declare private reject: (reason: unknown) => void;
  declare readonly value: unknown;
  declare private readonly paired: boolean;

  /** @param paired Whether a receiver wants Go's `v, ok` and not only the value. */
  constructor(value?: unknown, paired = false) {
    this.queue = undefined;
    this.next = undefined;
    this.previous = undefined;
    this.watch = undefined;
    this.value = value;
    this.paired = paired;
    // A closure for each promise: to note its ends in variables of the module would cost more, since the module is
    // old and the ends are young, and the collector is told of each such pointer.
    this.promise = new Promise<unknown>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  serve(value: unknown, ok: boolean): void {
    if (this.watch !== undefined) this.watch.stop();
    wake(this.resolve, this.paired ? { value, done: !ok } : value);
  }

  fail(error: unknown): void {
    this.watch?.stop();
    this.reject(error);
  }

  /** Its signal fired. */
  cancelled(reason: unknown): void {
    giveUp(this);
    this.reject(reason);
  }
}

/** Leaves the line, if the place is still in it. */
export function giveUp(place: Place): void {
  const { queue } = place;
  if (queue === undefined) return;
  queue.remove(place);
  queue.owner?.forsaken();
}

/** A primitive that must know when somebody stops waiting for it, or chose something else in a select. */
export interface QueueOwner {
  forsaken(): void;
}

export class WaitQueue {
  first: Place | undefined = undefined;
  private last: Place | undefined = undefined;

  constructor(readonly owner?: QueueOwner) {}

  push(place: Place): void {
    place.queue = this;
    const last = this.last;
    this.last = place;
    if (last === undefined) {
      this.first = place;
      return;
    }
    place.previous = last;
    last.next = place;
  }

  /** Takes out who came first. */
  shift(): Place | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const { next } = first;
    this.first = next;
    if (next === undefined) this.last = undefined;
    else next.previous = undefined;
    first.queue = first.next = undefined;
    return first;
  }

  remove(place: Place): void {
    const { next, previous } = place;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    place.queue = place.next = place.previous = undefined;
  }
}
