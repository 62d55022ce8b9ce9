/**
 * What the locks of all packages have in common: somebody waits, is given the lock, and gives it back. A caller that
 * gets it at once has it from the call on; one that waits has it from the moment at which its promise settles.
 */
import type { Callable, PrimitiveKind, PrimitiveState } from "../runtime/probe.js";
import { VERSION, type Tell } from "./adapter.js";
import { isObject } from "./wrapping.js";

export interface LockShape {
  readonly kind: PrimitiveKind;
  readonly name: string | undefined;
  readonly capacity: number;
  readonly caller: Callable;
  readonly state: (subject: object) => PrimitiveState;
  readonly transient?: boolean;
}

/** One wait: told by the promise that the caller has, which may be made only after the package's own. */
export interface LockWait {
  promise: object;
  /** It is over without the lock: cancelled, timed out. */
  givenUp: boolean;
}

export class Locks {
  readonly #tell: Tell;
  readonly #opOf = new WeakMap<object, "lock" | "acquire">();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  create(subject: object, shape: LockShape): void {
    this.#opOf.set(subject, shape.kind === "mutex" ? "lock" : "acquire");
    this.#tell({ version: VERSION, event: "create", subject, ...shape });
  }

  /** The running task has it. */
  takenAtOnce(subject: object): void {
    this.#acquire(subject, undefined);
  }

  /**
   * Whoever awaits `promise` waits for it, and has it once the promise is fulfilled.
   *
   * @param waits Holds the wait as long as it lasts.
   * @param failed Asked when the promise settles: whether it settled without the lock.
   */
  waits(
    subject: object,
    promise: unknown,
    waits: Set<LockWait>,
    failed: () => boolean = () => false,
  ): LockWait | null {
    if (!isObject(promise)) return null;
    const wait: LockWait = { promise, givenUp: false };
    waits.add(wait);
    const settled = (): void => {
      waits.delete(wait);
      if (!wait.givenUp && !failed()) this.#acquire(subject, wait.promise);
    };
    this.#tell({ version: VERSION, event: "wait", subject, op: this.#op(subject), promise, settled });
    return wait;
  }

  /** Whoever awaits `promise` waits for it; the package's function that is told of it says when it has it. */
  waitsFor(subject: object, promise: object): void {
    this.#tell({ version: VERSION, event: "wait", subject, op: this.#op(subject), promise });
  }

  /** The same wait is known to the caller by another promise. */
  renamed(subject: object, wait: LockWait, promise: unknown): void {
    if (!isObject(promise) || promise === wait.promise) return;
    wait.promise = promise;
    this.waitsFor(subject, promise);
  }

  /** It is given to whoever awaits `promise`; where nobody does, to who does the work that it then follows. */
  given(subject: object, promise: object | undefined): void {
    this.#acquire(subject, promise);
  }

  follows(promise: object, result: unknown): void {
    if (isObject(result)) this.#tell({ version: VERSION, event: "follow", promise, result });
  }

  /** Given back: by the running task, or by the one that had it by the name of `promise`. */
  released(subject: object, promise?: object): void {
    const op = this.#op(subject);
    this.#tell({
      version: VERSION,
      event: "release",
      subject,
      op,
      ...(promise === undefined ? {} : { promise }),
    });
  }

  #acquire(subject: object, promise: object | undefined): void {
    this.#tell({ version: VERSION, event: "acquire", subject, op: this.#op(subject), promise });
  }

  #op(subject: object): "lock" | "acquire" {
    return this.#opOf.get(subject) ?? "acquire";
  }
}
