/**
 * What limiters, queues and pools of all packages have in common: work is queued, gets a place, runs, and gives the
 * place back by ending. Each piece of work is a task of its own, a child of who queued it.
 */
import { types } from "node:util";
import type { Callable } from "../runtime/probe.js";
import { VERSION, type Tell } from "./adapter.js";
import type { LockShape } from "./lock.js";
import { isObject } from "./wrapping.js";

// Taken before the program can replace it. Called by `Reflect.apply`.
// eslint-disable-next-line @typescript-eslint/unbound-method
const then = Promise.prototype.then;

/** Work that is queued for the places of a subject, in the order of queueing. */
const queued = new WeakMap<object, Set<Work>>();

export class Places {
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  create(subject: object, shape: LockShape): void {
    queued.set(subject, new Set());
    this.#tell({ version: VERSION, event: "create", subject, ...shape });
  }

  /**
   * Work for which `subject` has to find a place.
   *
   * @param endsByItself A timeout or a signal may end it, queued or running: its place is no more its own than the clock's.
   */
  queue(subject: object, name: string, caller: Callable, endsByItself = false): Work {
    const work = new Work(this.#tell, subject, endsByItself);
    this.#tell({ version: VERSION, event: "spawn", task: work, name, caller });
    return work;
  }

  /** Whoever awaits `promise` waits until nothing is queued and nothing runs. */
  waitsUntilIdle(subject: object, promise: unknown): void {
    if (isObject(promise)) this.#tell({ version: VERSION, event: "wait", subject, op: "waitgroup", promise });
  }

  /** Whoever awaits `promise` waits for a place to come free. */
  waitsForPlace(subject: object, promise: unknown): void {
    if (isObject(promise)) this.#tell({ version: VERSION, event: "wait", subject, op: "acquire", promise });
  }

  /** Whatever is queued will never run. */
  cleared(subject: object): void {
    for (const work of queued.get(subject) ?? []) work.ended();
  }
}

/** One piece of work, from its queueing to its end. */
export class Work {
  readonly #tell: Tell;
  readonly #subject: object;
  readonly #endsByItself: boolean;
  #begun = false;
  #over = false;

  constructor(tell: Tell, subject: object, endsByItself: boolean) {
    this.#tell = tell;
    this.#subject = subject;
    this.#endsByItself = endsByItself;
  }

  get isOver(): boolean {
    return this.#over;
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** The package's call is over; what it returned may be the promise that settles with the work. */
  queued(promise: unknown): void {
    if (types.isPromise(promise)) this.#tell({ version: VERSION, event: "own", task: this, promise });
    if (this.#begun) return;
    queued.get(this.#subject)?.add(this);
    if (this.#endsByItself) this.waitsForCallback();
    else
      this.#tell({ version: VERSION, event: "wait", subject: this.#subject, op: "acquire", promise: this });
  }

  /** Runs what was queued, by the package's leave. */
  run<T>(body: () => T): T {
    this.#begun = true;
    queued.get(this.#subject)?.delete(this);
    this.#tell({ version: VERSION, event: "enter", task: this });
    if (!this.#endsByItself)
      this.#tell({
        version: VERSION,
        event: "acquire",
        subject: this.#subject,
        op: "acquire",
        promise: this,
      });
    let result: T | undefined;
    try {
      result = body();
      return result;
    } finally {
      this.#tell({ version: VERSION, event: "leave", task: this, result });
    }
  }

  /** The same where nothing but the result tells when the work is over. */
  runToEnd<T>(body: () => T, over: () => void = () => undefined): T {
    const ended = (): void => {
      over();
      this.ended();
    };
    let result: T | undefined;
    try {
      result = this.run(body);
      return result;
    } finally {
      if (types.isPromise(result)) void Reflect.apply(then, result, [ended, ended]);
      else ended();
    }
  }

  /** Its code is over, and its end is a callback that is still to come. */
  waitsForCallback(): void {
    this.#tell({ version: VERSION, event: "wait", subject: undefined, op: "event", promise: this });
  }

  /** Of work that ends with a call, or never runs. */
  readonly ended = (): void => {
    this.#over = true;
    queued.get(this.#subject)?.delete(this);
    this.#tell({ version: VERSION, event: "end", task: this });
  };
}
