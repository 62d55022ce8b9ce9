import type { ReceiveChannel } from "./channel-types.js";
import type { CanceledError, DeadlineExceededError } from "./errors.js";

/**
 * What a piece of work is to know of the work that it is part of: when to stop, and values that travel with it.
 * Go's `context.Context`. Any function of this library that waits takes one as its last argument, and so does, by
 * its `signal`, whatever takes an `AbortSignal`.
 */
export interface Context {
  /** What observers call it. */
  readonly name: string | undefined;
  /**
   * Aborted when the context ends, with the cause as its reason. For `fetch`, `node:http` and their like. Made
   * when it is first asked for.
   */
  readonly signal: AbortSignal;
  /** A channel that closes when the context ends. Where Go's may be nil, this one never closes. */
  done(): ReceiveChannel<never>;
  /** Why it ended, in one of two words; undefined while it goes on. */
  err(): CanceledError | DeadlineExceededError | undefined;
  /** Why it ended, as whoever ended it said; else what `err` returns. Go's `context.Cause`. */
  cause(): unknown;
  /** When it will end by itself. Undefined: not by the clock. */
  deadline(): Date | undefined;
  /** What `withValue` stored under this very key, here or the nearest above; undefined if nothing. */
  value(key: unknown): unknown;
}

/** Ends a context with a `CanceledError`. Calls after the first do nothing. */
export type CancelFunction = () => void;

/** Ends a context, and says why: the cause, or without one the `CanceledError` itself. */
export type CancelCauseFunction = (cause?: unknown) => void;
