/**
 * The library's own errors, one class each. The `code` is stable and is what a program should test; the
 * wording follows Go's panics and may improve.
 */
export type ErrorCode =
  | "ERR_SLUICE_SEND_ON_CLOSED"
  | "ERR_SLUICE_CLOSE_OF_CLOSED"
  | "ERR_SLUICE_NEGATIVE_WAITGROUP"
  | "ERR_SLUICE_UNLOCK_OF_UNLOCKED"
  | "ERR_SLUICE_RELEASED_MORE_THAN_HELD"
  | "ERR_SLUICE_CANCELED"
  | "ERR_SLUICE_DEADLINE_EXCEEDED"
  | "ERR_SLUICE_SIGNAL_RECEIVED"
  | "ERR_SLUICE_INVALID_ARGUMENT";

/** What all errors of this library have in common. */
export abstract class SluiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A value was sent on a closed channel, or the channel closed while the sender waited. Panics in Go. */
export class SendOnClosedError extends SluiceError {
  constructor(channel: string | undefined) {
    super("ERR_SLUICE_SEND_ON_CLOSED", `send on closed channel${quoted(channel)}`);
  }

  // On the prototype: the engine reads it for the first line of the stack while the error is constructed.
  override get name(): string {
    return "SendOnClosedError";
  }
}

/** A channel was closed a second time. Panics in Go. */
export class CloseOfClosedError extends SluiceError {
  constructor(channel: string | undefined) {
    super("ERR_SLUICE_CLOSE_OF_CLOSED", `close of closed channel${quoted(channel)}`);
  }

  override get name(): string {
    return "CloseOfClosedError";
  }
}

/** More `done()` than `add()`. Panics in Go. */
export class NegativeWaitGroupError extends SluiceError {
  constructor(group: string | undefined) {
    super("ERR_SLUICE_NEGATIVE_WAITGROUP", `negative WaitGroup counter${quoted(group)}`);
  }

  override get name(): string {
    return "NegativeWaitGroupError";
  }
}

/** A lock was released that nobody holds. Fatal in Go. */
export class UnlockOfUnlockedError extends SluiceError {
  constructor(kind: string, lock: string | undefined) {
    super("ERR_SLUICE_UNLOCK_OF_UNLOCKED", `unlock of unlocked ${kind}${quoted(lock)}`);
  }

  override get name(): string {
    return "UnlockOfUnlockedError";
  }
}

/** More permits were given back than were taken. Panics in Go. */
export class ReleasedMoreThanHeldError extends SluiceError {
  constructor(semaphore: string | undefined) {
    super("ERR_SLUICE_RELEASED_MORE_THAN_HELD", `semaphore released more than held${quoted(semaphore)}`);
  }

  override get name(): string {
    return "ReleasedMoreThanHeldError";
  }
}

/** A context was cancelled: Go's `context.Canceled`. */
export class CanceledError extends SluiceError {
  constructor(context?: string) {
    super("ERR_SLUICE_CANCELED", `context canceled${quoted(context)}`);
  }

  override get name(): string {
    return "CanceledError";
  }
}

/** A context's deadline passed: Go's `context.DeadlineExceeded`. */
export class DeadlineExceededError extends SluiceError {
  constructor(context?: string) {
    super("ERR_SLUICE_DEADLINE_EXCEEDED", `context deadline exceeded${quoted(context)}`);
  }

  override get name(): string {
    return "DeadlineExceededError";
  }
}

/** The cause of a context that a signal of the operating system ended. */
export class SignalReceivedError extends SluiceError {
  constructor(readonly signal: NodeJS.Signals) {
    super("ERR_SLUICE_SIGNAL_RECEIVED", `received ${signal}`);
  }

  override get name(): string {
    return "SignalReceivedError";
  }
}

/** An argument that no meaning can be given to. Go's compiler refuses most of these. */
export class InvalidArgumentError extends SluiceError {
  constructor(message: string) {
    super("ERR_SLUICE_INVALID_ARGUMENT", message);
  }

  override get name(): string {
    return "InvalidArgumentError";
  }
}

function quoted(name: string | undefined): string {
  return name === undefined ? "" : ` "${name}"`;
}
