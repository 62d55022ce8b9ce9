/**
 * Channels, as in the Go language specification: "Channel types", "Send statements", "Receive operator",
 * "Close", and the order in which Go's runtime hands values over.
 *
 * What there is to receive lies in the buffer, then with the senders in line. There is never a receiver in
 * line while there is something to receive, nor a sender in line while there is room; each operation keeps it
 * so. A sender in line hands its value to the buffer's end when a receiver makes room, so values are received
 * in the order in which the sends began.
 */
import { type Cancel, refusal, watch } from "./cancel.js";
import { Case } from "./case.js";
import type { ReceiveChannel, ReceiveHandler, SendChannel } from "./channel-types.js";
import { CloseOfClosedError, InvalidArgumentError, SendOnClosedError } from "./errors.js";
import {
  PROBE_VERSION,
  type PrimitiveKind,
  type PrimitiveState,
  type Callable,
  announce,
  probe,
  publish,
} from "./probe.js";
import { Ring } from "./ring.js";
import { rejectedWith, settled, settledWith } from "./turn.js";
import { type Place, Waiter, WaitQueue } from "./waiter.js";

/** A channel, both ends of it. Pass it on as a `SendChannel` or a `ReceiveChannel` to give away one end only. */
export interface Channel<T> extends SendChannel<T>, ReceiveChannel<T> {}

/**
 * Makes a channel, as Go's `make(chan T, capacity)`.
 *
 * @param capacity How many values it holds that nobody has received yet, a whole number. At 0 a send waits for
 *   its receiver.
 * @param name What errors and observers call it.
 * @throws {InvalidArgumentError} The capacity is negative or no whole number.
 */
export function chan<T>(capacity = 0, name?: string): Channel<T> {
  if (!Number.isSafeInteger(capacity) || capacity < 0) {
    throw new InvalidArgumentError(
      `a channel's capacity must be a whole number from 0, not ${String(capacity)}`,
    );
  }
  return new Chan<T>(capacity, name, "channel", chan);
}

/** The channel behind the interfaces. `kind` is undefined in one that observers know as part of something else. */
export class Chan<T> implements Channel<T> {
  closed = false;
  protected readonly receivers: WaitQueue;
  readonly #senders = new WaitQueue();
  readonly #buffer: Ring<T> | undefined;

  constructor(
    readonly capacity: number,
    readonly name: string | undefined,
    kind: PrimitiveKind | undefined,
    caller: Callable,
  ) {
    this.receivers = new WaitQueue(this);
    this.#buffer = capacity > 0 ? new Ring<T>() : undefined;
    if (kind !== undefined && probe.hasSubscribers) announce(this, kind, name, caller, state, capacity);
  }

  /** What observers know it by. */
  get subject(): object {
    return this;
  }

  get length(): number {
    return this.#buffer === undefined ? 0 : this.#buffer.length;
  }

  send(value: T, cancel?: Cancel): Promise<void> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.closed) return rejectedWith(new SendOnClosedError(this.name));
    if (this.#offer(value)) return settled();
    return this.#wait("send", new Waiter(value), cancel) as Promise<void>;
  }

  trySend(value: T): boolean {
    if (this.closed) throw new SendOnClosedError(this.name);
    return this.#offer(value);
  }

  receive(cancel?: Cancel): Promise<T | undefined> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) {
        this.forsaken();
        return refused;
      }
    }
    if (this.pending) return settledWith(this.take());
    if (this.closed) return settledWith(undefined);
    const waiter = new Waiter();
    return this.#wait("receive", waiter, cancel) as Promise<T | undefined>;
  }

  next(cancel?: Cancel): Promise<IteratorResult<T, undefined>> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) {
        this.forsaken();
        return refused;
      }
    }
    const result = this.tryReceive();
    if (result !== undefined) return settledWith(result);
    const waiter = new Waiter(undefined, true);
    return this.#wait("receive", waiter, cancel) as Promise<IteratorResult<T, undefined>>;
  }

  tryReceive(): IteratorResult<T, undefined> | undefined {
    if (this.pending) return { value: this.take(), done: false };
    return this.closed ? { value: undefined, done: true } : undefined;
  }

  close(): void {
    if (this.closed) throw new CloseOfClosedError(this.name);
    this.closed = true;
    this.tell("close", undefined);
    this.shut();
  }

  /** Ends all waits, without a word to observers. */
  protected shut(): void {
    this.closed = true;
    for (let waiter = this.receivers.shift(); waiter !== undefined; waiter = this.receivers.shift()) {
      waiter.serve(undefined, false);
    }
    for (let waiter = this.#senders.shift(); waiter !== undefined; waiter = this.#senders.shift()) {
      waiter.fail(new SendOnClosedError(this.name));
    }
  }

  onReceive(): Case<T | undefined>;
  onReceive<R>(handler: ReceiveHandler<T, R>): Case<R>;
  onReceive(handler?: (value: never, ok: never) => unknown): Case<unknown> {
    return new Case(
      "receive",
      this,
      undefined,
      handler as ((value: unknown, ok: boolean) => unknown) | undefined,
    );
  }

  onSend(value: T): Case<undefined>;
  onSend<R>(value: T, handler: () => R): Case<R>;
  onSend(value: T, handler?: () => unknown): Case<unknown> {
    return new Case("send", this, value, handler);
  }

  /** Itself: a loop that is left early has nothing to clean up, for it does not close the channel. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  get pending(): boolean {
    return this.length > 0 || this.#senders.first !== undefined;
  }

  get receiveReady(): boolean {
    return this.closed || this.pending;
  }

  get sendReady(): boolean {
    return this.closed || this.receivers.first !== undefined || this.length < this.capacity;
  }

  put(value: T): void {
    this.trySend(value);
  }

  take(): T {
    const sender = this.#senders.shift();
    const value = this.#buffer === undefined ? (sender?.value as T) : this.#buffer.shift();
    if (sender !== undefined) {
      this.#buffer?.push(sender.value as T);
      this.tell("send", sender.promise);
      sender.serve(undefined, true);
    }
    this.tell("receive", undefined);
    return value;
  }

  join(place: Place, op: "send" | "receive"): void {
    (op === "send" ? this.#senders : this.receivers).push(place);
  }

  /** A getter: the compiler makes nothing of it, where a field would be read for each case. */
  get heedful(): boolean {
    return false;
  }

  forsaken(): void {
    // Nothing hangs on a channel's receivers; a timer's does.
  }

  /** Hands the value to who waits for it, or to the buffer; false if there is neither taker nor room. */
  #offer(value: T): boolean {
    const receiver = this.receivers.shift();
    if (receiver !== undefined) {
      this.tell("send", undefined);
      this.tell("receive", receiver.promise);
      receiver.serve(value, true);
      return true;
    }
    if (this.#buffer === undefined || this.#buffer.length >= this.capacity) return false;
    this.#buffer.push(value);
    this.tell("send", undefined);
    return true;
  }

  #wait(op: "send" | "receive", waiter: Waiter, cancel: Cancel | undefined): Promise<unknown> {
    this.join(waiter, op);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    const { promise } = waiter;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this.subject, op, promise });
    }
    return promise;
  }

  /** Tells observers of a value sent or received, by the waiter of this promise or by the running task. */
  protected tell(op: "send" | "receive" | "close", promise: Promise<unknown> | undefined): void {
    if (!probe.hasSubscribers) return;
    publish({ version: PROBE_VERSION, event: "operate", subject: this.subject, op, promise });
  }
}

function state(subject: object): PrimitiveState {
  const { length, closed } = subject as Channel<unknown>;
  return { length, closed };
}
