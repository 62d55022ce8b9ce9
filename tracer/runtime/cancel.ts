/**
 * Ending a wait from outside: the optional last argument of every waiting call.
 *
 * Whatever can end waits keeps one list of those that wait under it. A signal gets one listener from this library
 * however many calls wait, kept only while one does: removing a listener from an EventTarget takes time in
 * proportion to the listeners it has, and a signal that has a listener may be kept alive by it. A context of this
 * library keeps the list itself, so that waiting under it needs no signal at all.
 */
import { InvalidArgumentError } from "./errors.js";
import { rejectedWith } from "./turn.js";

/** An `AbortSignal`, or a context: anything that carries one. The wait ends with the signal's `reason`. */
export type Cancel = AbortSignal | { readonly signal: AbortSignal };

/** Something that waits and can be told to stop. */
export interface Cancellable {
  cancelled(reason: unknown): void;
}

/** What ends waits without a signal. */
export interface CancelSource {
  readonly ended: boolean;
  /** Of an ended one: what waits end with. */
  readonly reason: unknown;
  readonly watches: WatchList;
}

/**
 * A context of this library. By its shape and by a name, not a class or a symbol: a program may have loaded the
 * library twice, as ESM and as CommonJS, and a bundler must be able to leave out what is not used.
 */
export interface Sourced {
  /** What ends waits; undefined in a context that never ends. */
  readonly cancelSource: CancelSource | undefined;
}

export function isSourced(cancel: object): cancel is Sourced {
  return "cancelSource" in cancel;
}

/**
 * The answer to a call that must not begin: a rejected promise if `cancel` has already fired or is no such
 * thing, else undefined. A call that arrives cancelled does nothing, even where it would not have to wait.
 */
export function refusal(cancel: Cancel): Promise<never> | undefined {
  if (typeof cancel === "object" && isSourced(cancel)) {
    const source = cancel.cancelSource;
    return source?.ended === true ? rejectedWith(source.reason) : undefined;
  }
  const signal = signalOf(cancel);
  if (signal === undefined) return rejectedWith(noCancel());
  return signal.aborted ? rejectedWith(signal.reason) : undefined;
}

/**
 * Whether `cancel` has fired.
 *
 * @throws {InvalidArgumentError} It is neither a signal nor a context.
 */
export function hasFired(cancel: Cancel): boolean {
  if (typeof cancel === "object" && isSourced(cancel)) return cancel.cancelSource?.ended === true;
  const signal = signalOf(cancel);
  if (signal === undefined) throw noCancel();
  return signal.aborted;
}

/** Whether a value is an `AbortSignal` or carries one, by its shape. */
export function isCancel(value: unknown): value is Cancel {
  return typeof value === "object" && value !== null && signalOf(value as Cancel) !== undefined;
}

function noCancel(): InvalidArgumentError {
  return new InvalidArgumentError("expected an AbortSignal or a context");
}

function signalOf(cancel: Cancel): AbortSignal | undefined {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a stranger may pass null
  if (typeof cancel !== "object" || cancel === null) return undefined;
  const signal: AbortSignal | undefined = "signal" in cancel ? cancel.signal : cancel;
  return typeof (signal as Partial<AbortSignal> | undefined)?.addEventListener === "function"
    ? signal
    : undefined;
}

/** One waiting call under one signal or context. */
export class Watch {
  list: WatchList | undefined;
  next: Watch | undefined = undefined;
  previous: Watch | undefined = undefined;

  constructor(
    readonly target: Cancellable,
    list: WatchList,
  ) {
    this.list = list;
    list.push(this);
  }

  /** The call no longer waits. May be called again. */
  stop(): void {
    this.list?.remove(this);
  }
}

/** Those that wait under one context, or under one signal, which then gets a listener while somebody does. */
export class WatchList {
  #first: Watch | undefined = undefined;
  #last: Watch | undefined = undefined;

  constructor(readonly signal?: AbortSignal) {}

  push(watch: Watch): void {
    const last = this.#last;
    watch.previous = last;
    this.#last = watch;
    if (last !== undefined) {
      last.next = watch;
      return;
    }
    this.#first = watch;
    this.signal?.addEventListener("abort", this);
  }

  remove(watch: Watch): void {
    const { next, previous } = watch;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    watch.list = watch.next = watch.previous = undefined;
    if (this.#first === undefined) this.signal?.removeEventListener("abort", this);
  }

  /** Ends every wait, in the order in which the calls began. Nothing here runs code of the program. */
  fire(reason: unknown): void {
    for (let watch = this.#first; watch !== undefined; watch = this.#first) {
      this.remove(watch);
      watch.target.cancelled(reason);
    }
  }

  /** The signal fired. */
  handleEvent(): void {
    this.fire(this.signal?.reason);
  }
}

const lists = /* @__PURE__ */ new WeakMap<AbortSignal, WatchList>();

/**
 * Has `target` told when `cancel` fires, which `refusal` has let pass just before.
 *
 * @returns Undefined under a context that never ends: it need not know who waits, nor keep them alive.
 */
export function watch(cancel: Cancel, target: Cancellable): Watch | undefined {
  if (isSourced(cancel)) {
    const source = cancel.cancelSource;
    return source === undefined ? undefined : new Watch(target, source.watches);
  }
  const signal = "signal" in cancel ? cancel.signal : cancel;
  let list = lists.get(signal);
  if (list === undefined) {
    list = new WatchList(signal);
    lists.set(signal, list);
  }
  return new Watch(target, list);
}
