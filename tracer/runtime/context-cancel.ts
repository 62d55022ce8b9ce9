/**
 * Contexts that are cancelled. Whoever waits under a context, its children among them, stands in its list: ending
 * it ends them all in the order in which they came, and whoever is finished first leaves the list.
 */
import { mustBeFunction } from "./argument.js";
import {
  type Cancellable,
  type CancelSource,
  type Watch,
  WatchList,
  hasFired,
  isSourced,
  watch,
} from "./cancel.js";
import { Chan } from "./channel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { mustBeContext } from "./context.js";
import type { CancelCauseFunction, CancelFunction, Context } from "./context-types.js";
import { CanceledError, DeadlineExceededError } from "./errors.js";
import { type Callable, PROBE_VERSION, type PrimitiveState, probe, publish } from "./probe.js";
import { spawn } from "./task.js";
import type { Timer } from "./timer.js";

/**
 * A context that ends when `cancel` is called or when `parent` ends: Go's `context.WithCancel`. Call `cancel` when
 * the work is over, whichever way: until then the parent holds on to the context.
 *
 * @throws {InvalidArgumentError} `parent` is no context.
 */
export function withCancel(parent: Context, name?: string): [Context, CancelFunction] {
  const context = new CancelContext(parent, name, withCancel);
  return [context, owned(context, () => context.end(undefined))];
}

/** The same, with a `cancel` that can say why: Go's `context.WithCancelCause`. */
export function withCancelCause(parent: Context, name?: string): [Context, CancelCauseFunction] {
  const context = new CancelContext(parent, name, withCancelCause);
  return [context, owned(context, (cause: unknown) => context.end(cause))];
}

/** Tells whoever listens that this is what can end the context. */
export function owned<F extends object>(context: CancelContext, cancel: F): F {
  if (probe.hasSubscribers) publish({ version: PROBE_VERSION, event: "cancel", subject: context, cancel });
  return cancel;
}

/**
 * Has `fn` run as a task of its own once the context has ended, at once if it has: Go's `context.AfterFunc`.
 *
 * @returns Call it to have that not happen. It returns whether it came in time: false once `fn` was started, or
 *   when it was called before.
 * @throws {InvalidArgumentError} `context` or `fn` is none.
 */
export function afterFunc(context: Context, fn: () => unknown): () => boolean {
  mustBeContext(context, "afterFunc");
  mustBeFunction(fn, "afterFunc");
  const start = (): void => {
    void spawn(undefined, fn, [], afterFunc);
  };
  if (hasFired(context)) {
    start();
    return () => false;
  }
  let pending = true;
  const watching = watch(context, {
    cancelled: () => {
      pending = false;
      start();
    },
  });
  return () => {
    const inTime = pending;
    pending = false;
    watching?.stop();
    return inTime;
  };
}

type EndError = CanceledError | DeadlineExceededError;

/** When a context ends by itself. */
export interface Clock {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** How many milliseconds are left, by whichever clock the time was given; from 0 down it has passed. */
  remaining(): number;
}

/** A context that ends by `end`, with its parent, or when its time has passed. */
export class CancelContext implements Context, CancelSource, Cancellable {
  readonly cancelSource: CancelSource = this;
  readonly watches = new WatchList();
  /** Tells its owner of the time, if it has a clock; gone when it ends. */
  timer: Timer | undefined = undefined;
  /** The nearest context above, itself included, that has a clock: its time is the earliest of them all. */
  readonly clocked: CancelContext | undefined;
  #error: EndError | undefined = undefined;
  #cause: unknown = undefined;
  #channel: DoneChannel | undefined = undefined;
  #controller: AbortController | undefined = undefined;
  #watch: Watch | undefined = undefined;

  constructor(
    readonly parent: Context,
    readonly name: string | undefined,
    caller: Callable,
    readonly clock?: Clock,
  ) {
    mustBeContext(parent, caller.name);
    const above = isSourced(parent) ? parent.cancelSource : undefined;
    const source = above instanceof CancelContext ? above : undefined;
    this.clocked = clock === undefined ? source?.clocked : this;
    if (probe.hasSubscribers) {
      publish({
        version: PROBE_VERSION,
        event: "create",
        subject: this,
        kind: "context",
        name,
        capacity: 0,
        state,
        caller,
        ...(source === undefined ? {} : { parent: source }),
        ...(clock === undefined ? {} : { deadlineMs: clock.at }),
      });
    }
    if (hasFired(parent)) this.cancelled(parent.cause());
    else this.#watch = watch(parent, this);
  }

  get ended(): boolean {
    if (this.#error === undefined) this.clocked?.lookAtClock();
    return this.#error !== undefined;
  }

  /** What waits end with. */
  get reason(): unknown {
    return this.#cause;
  }

  get signal(): AbortSignal {
    const { ended } = this;
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (ended) this.#controller.abort(this.#cause);
    }
    return this.#controller.signal;
  }

  done(): ReceiveChannel<never> {
    const { ended } = this;
    if (this.#channel === undefined) {
      this.#channel = new DoneChannel(this);
      if (ended) this.#channel.finish();
    }
    return this.#channel;
  }

  err(): EndError | undefined {
    return this.ended ? this.#error : undefined;
  }

  cause(): unknown {
    return this.ended ? this.#cause : undefined;
  }

  deadline(): Date | undefined {
    return this.clock === undefined ? this.parent.deadline() : new Date(this.clock.at);
  }

  value(key: unknown): unknown {
    return this.parent.value(key);
  }

  /** The context above has ended, of this cause. */
  cancelled(cause: unknown): void {
    this.end(cause, this.parent.err());
  }

  /** Ends it, if it has not ended. Undefined as the cause: the error is the cause. */
  end(cause: unknown, given?: EndError): void {
    if (this.#error !== undefined) return;
    const error = given ?? new CanceledError(this.name);
    this.#error = error;
    this.#cause = cause === undefined ? error : cause;
    this.#watch?.stop();
    this.timer?.stop();
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "operate", subject: this, op: "close", promise: undefined });
    }
    this.#channel?.finish();
    this.watches.fire(this.#cause);
    // Last, since listeners are code of the program.
    this.#controller?.abort(this.#cause);
  }

  /** Ends it if its time has passed, which its timer may be late to tell. */
  lookAtClock(): void {
    if (this.#error === undefined && this.clock !== undefined && this.clock.remaining() <= 0) this.timeOut();
  }

  /** Its time has passed. */
  timeOut(): void {
    this.end(undefined, new DeadlineExceededError(this.name));
  }
}

/** Observers know the waits on it as waits on its context, and its end as the context's. */
class DoneChannel extends Chan<never> {
  readonly #context: CancelContext;

  constructor(context: CancelContext) {
    super(0, context.name, undefined, CancelContext);
    this.#context = context;
  }

  override get subject(): object {
    return this.#context;
  }

  override get receiveReady(): boolean {
    return this.#context.ended;
  }

  override get pending(): boolean {
    // Whoever asks is about to look whether it is closed, and its time may have passed.
    this.#context.err();
    return false;
  }

  finish(): void {
    this.shut();
  }
}

function state(subject: object): PrimitiveState {
  return { length: 0, closed: (subject as CancelContext).ended };
}
