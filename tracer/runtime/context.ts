/** The contexts that do not end by themselves: the roots, and those that only pass on what is above them. */
import { Chan } from "./channel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { type CancelSource, isCancel, isSourced } from "./cancel.js";
import type { Context } from "./context-types.js";
import type { CanceledError, DeadlineExceededError } from "./errors.js";
import { InvalidArgumentError } from "./errors.js";

/** The context at the root of all others: it never ends and holds no values. Go's `context.Background`. */
export function background(): Context {
  return (backgroundRoot ??= new Endless("background", undefined));
}

/** The same, for where it is not yet clear which context to use. Go's `context.TODO`. */
export function todo(): Context {
  return (todoRoot ??= new Endless("todo", undefined));
}

/**
 * A context with one value more: Go's `context.WithValue`. For what belongs to a request and crosses many
 * functions, not for their arguments. A symbol or an object makes a key that nobody else has by chance.
 *
 * @throws {InvalidArgumentError} The key is undefined or null.
 */
export function withValue(parent: Context, key: unknown, value: unknown, name?: string): Context {
  mustBeContext(parent, "withValue");
  if (key == null) throw new InvalidArgumentError("withValue takes a key");
  return new Valued(parent, key, value, name);
}

/** A context with the values of this one, which does not end with it: Go's `context.WithoutCancel`. */
export function withoutCancel(parent: Context, name?: string): Context {
  mustBeContext(parent, "withoutCancel");
  return new Endless(name, parent);
}

let backgroundRoot: Context | undefined;
let todoRoot: Context | undefined;

/** @throws {InvalidArgumentError} It is none. */
export function mustBeContext(context: unknown, of: string): void {
  if (!isCancel(context) || typeof (context as Partial<Context>).done !== "function") {
    throw new InvalidArgumentError(`${of} takes a context, such as background()`);
  }
}

class Endless implements Context {
  readonly cancelSource = undefined;

  constructor(
    readonly name: string | undefined,
    readonly values: Context | undefined,
  ) {}

  get signal(): AbortSignal {
    return (neverSignal ??= new AbortController().signal);
  }

  done(): ReceiveChannel<never> {
    return (neverChannel ??= new NeverChannel(0, "never done", undefined, background));
  }

  err(): undefined {
    return undefined;
  }

  cause(): undefined {
    return undefined;
  }

  deadline(): undefined {
    return undefined;
  }

  value(key: unknown): unknown {
    return this.values?.value(key);
  }
}

/** Passes all questions on but one. */
class Valued implements Context {
  /** What waits are ended by: what ends the context above. Not there if that one is another library's. */
  declare readonly cancelSource?: CancelSource | undefined;
  /** The nearest context above that is not of this class: a chain of values may be as long as a program likes. */
  readonly #base: Context;

  constructor(
    readonly parent: Context,
    readonly key: unknown,
    readonly held: unknown,
    readonly name: string | undefined,
  ) {
    this.#base = parent instanceof Valued ? parent.#base : parent;
    if (isSourced(parent)) this.cancelSource = parent.cancelSource;
  }

  get signal(): AbortSignal {
    return this.#base.signal;
  }

  done(): ReceiveChannel<never> {
    return this.#base.done();
  }

  err(): CanceledError | DeadlineExceededError | undefined {
    return this.#base.err();
  }

  cause(): unknown {
    return this.#base.cause();
  }

  deadline(): Date | undefined {
    return this.#base.deadline();
  }

  value(key: unknown): unknown {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the first of a chain that is walked
    let context: Context = this;
    while (context instanceof Valued) {
      if (context.key === key) return context.held;
      context = context.parent;
    }
    return context.value(key);
  }
}

/** Nobody is ever served here, so nobody is put in line: who waits for ever can be collected. */
class NeverChannel extends Chan<never> {
  override join(): void {}
}

let neverSignal: AbortSignal | undefined;
let neverChannel: ReceiveChannel<never> | undefined;
