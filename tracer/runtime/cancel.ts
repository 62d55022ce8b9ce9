/**
 * Ending a wait from outside: the optional last argument of every waiting call.
 *
 * A signal gets one listener from this library however many calls wait under it, kept only while one does.
 * Removing a listener from an EventTarget takes time in proportion to the listeners it has, and Node warns at
 * eleven of them; and a signal that has a listener may be kept alive by it.
 */
import { InvalidArgumentError } from "./errors.js";
import { rejectedWith } from "./turn.js";

/** An `AbortSignal`, or a context: anything that carries one. The wait ends with the signal's `reason`. */
export type Cancel = AbortSignal | { readonly signal: AbortSignal };

/** Something that waits and can be told to stop. */
export interface Cancellable {
  cancelled(reason: unknown): void;
}

/**
 * The answer to a call that must not begin: a rejected promise if `cancel` has already fired or is no such
 * thing, else undefined. A call that arrives cancelled does nothing, even where it would not have to wait.
 */
export function refusal(cancel: Cancel): Promise<never> | undefined {
  const signal = signalOf(cancel);
  if (signal === undefined) {
    return rejectedWith(new InvalidArgumentError("the last argument must be an AbortSignal or a context"));
  }
  return signal.aborted ? rejectedWith(signal.reason) : undefined;
}

function signalOf(cancel: Cancel): AbortSignal | undefined {
  if (typeof cancel !== "object") return undefined;
  const signal: AbortSignal | undefined = "signal" in cancel ? cancel.signal : cancel;
  return typeof (signal as Partial<AbortSignal> | undefined)?.addEventListener === "function"
    ? signal
    : undefined;
}

/** One waiting call under one signal. */
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

class WatchList {
  #first: Watch | undefined = undefined;
  #last: Watch | undefined = undefined;

  constructor(readonly signal: AbortSignal) {}

  push(watch: Watch): void {
    const last = this.#last;
    watch.previous = last;
    this.#last = watch;
    if (last !== undefined) {
      last.next = watch;
      return;
    }
    this.#first = watch;
    this.signal.addEventListener("abort", this);
  }

  remove(watch: Watch): void {
    const { next, previous } = watch;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    watch.list = watch.next = watch.previous = undefined;
    if (this.#first === undefined) this.signal.removeEventListener("abort", this);
  }

  /** The signal fired. In the order in which the calls began; nothing here runs code of the program. */
  handleEvent(): void {
    for (let watch = this.#first; watch !== undefined; watch = this.#first) {
      this.remove(watch);
      watch.target.cancelled(this.signal.reason);
    }
  }
}

const lists = new WeakMap<AbortSignal, WatchList>();

/** Has `target` told when `cancel` fires, which `refusal` has let pass just before. */
export function watch(cancel: Cancel, target: Cancellable): Watch {
  const signal = "signal" in cancel ? cancel.signal : cancel;
  let list = lists.get(signal);
  if (list === undefined) {
    list = new WatchList(signal);
    lists.set(signal, list);
  }
  return new Watch(target, list);
}
