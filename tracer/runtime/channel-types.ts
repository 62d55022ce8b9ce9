import type { Cancel } from "./cancel.js";
import type { Case } from "./case.js";

/** What both ends of a channel can tell. */
export interface ChannelState {
  readonly name: string | undefined;
  /** How many values lie in the buffer: Go's `len`. Senders in line are not counted. */
  readonly length: number;
  /** How many values the buffer holds: Go's `cap`. */
  readonly capacity: number;
  readonly closed: boolean;
}

/** The end of a channel that values go in: Go's `chan<- T`. */
export interface SendChannel<in T> extends ChannelState {
  /**
   * Sends a value: Go's `ch <- value`. Senders are served in the order in which they came.
   *
   * @returns Resolves once a receiver or the buffer has the value.
   * @throws {SendOnClosedError} (as a rejection) The channel is closed, or closes while the send waits.
   * @throws The signal's reason (as a rejection), if it fires first. Then nothing was sent.
   */
  send(value: T, cancel?: Cancel): Promise<void>;

  /**
   * Sends only if that can be done at once: a `select` of one send with a `default`.
   *
   * @returns Whether the value was sent.
   * @throws {SendOnClosedError} The channel is closed.
   */
  trySend(value: T): boolean;

  /**
   * No more values will be sent. What lies in the buffer can still be received; every receiver after that, and
   * every one in line, gets `undefined`; every sender in line fails.
   *
   * @throws {CloseOfClosedError} The channel is closed already.
   */
  close(): void;

  /** A case for `select`: send this value. It is chosen, and then fails, if the channel is closed. */
  onSend(value: T): Case<undefined>;
  /** The same; if the case is chosen the select resolves to what the handler returns. */
  onSend<R>(value: T, handler: () => R): Case<R>;
}

/** The end of a channel that values come out of: Go's `<-chan T`. */
export interface ReceiveChannel<out T> extends ChannelState {
  /**
   * Receives a value: Go's `<-ch`. Receivers are served in the order in which they came.
   *
   * @returns The value, or `undefined` once the channel is closed and drained, where Go gives the zero value.
   *   Being a promise's result, a value that is itself a promise is awaited; `next` gives it as it is.
   * @throws The signal's reason (as a rejection), if it fires first. Then nothing was received.
   */
  receive(cancel?: Cancel): Promise<T | undefined>;

  /**
   * Receives a value and whether there was one: Go's `v, ok := <-ch`. `done` is Go's `!ok`: closed and drained.
   *
   * @throws The signal's reason (as a rejection), if it fires first. Then nothing was received.
   */
  next(cancel?: Cancel): Promise<IteratorResult<T, undefined>>;

  /**
   * Receives only if that can be done at once: a `select` of one receive with a `default`.
   *
   * @returns `undefined` if it cannot, else what `next` would resolve to.
   */
  tryReceive(): IteratorResult<T, undefined> | undefined;

  /** A case for `select`: receive. The select resolves to the value, or `undefined` once closed and drained. */
  onReceive(): Case<T | undefined>;
  /** The same; if the case is chosen the select resolves to what the handler returns. `ok` is as in Go. */
  onReceive<R>(handler: ReceiveHandler<T, R>): Case<R>;

  /**
   * `for await (const v of ch)` is Go's `for v := range ch`: until the channel is closed and drained. Leaving the
   * loop early does not close the channel, and others may receive from it meanwhile.
   */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined>;
}

/** `ok` tells whether `value` was sent, or the channel is closed and drained. */
export type ReceiveHandler<T, R> = (value: T | undefined, ok: boolean) => R;
