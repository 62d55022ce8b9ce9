import { mustBeFunction, notAFunction } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { Flight } from "./flight.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { isThenable } from "./thenable.js";
import { rejectedWith, settled } from "./turn.js";
import { Waiter, WaitQueue } from "./waiter.js";

/**
 * Runs one function one time: Go's `sync.Once`. Observers see it as a lock that the running function holds, which
 * is how Go builds it.
 */
export class Once {
  readonly name: string | undefined;
  #stage: "new" | "running" | "over" = "new";
  readonly #waiters = new WaitQueue();

  /** @param name What observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "once", name, Once, state);
  }

  /** Whether the function has run and ended, whichever way. */
  get done(): boolean {
    return this.#stage === "over";
  }

  /**
   * Calls `fn`, inside this call, if this is the first call of all; any other call waits until that function and
   * its promise have ended, and calls nothing. So `do` from inside the function waits for itself.
   *
   * @returns Resolves when the function has ended. Also where it threw, as in Go: it has had its one time, and only
   *   the caller that ran it is told.
   * @throws What `fn` throws (as a rejection), to the caller that ran it.
   * @throws The signal's reason (as a rejection), if it fires first. The caller that runs `fn` waits for its end.
   */
  do(fn: () => unknown, cancel?: Cancel): Promise<void> {
    if (typeof fn !== "function") return rejectedWith(notAFunction("do"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#stage === "over") return settled();
    if (this.#stage === "running") return this.#wait(cancel);
    return this.#run(fn);
  }

  #run(fn: () => unknown): Promise<void> {
    this.#stage = "running";
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "acquire", subject: this, op: "lock", promise: undefined });
    }
    let result: unknown;
    try {
      result = fn();
    } catch (error) {
      this.#end();
      return rejectedWith(error);
    }
    if (!isThenable(result)) {
      this.#end();
      return settled();
    }
    return Promise.resolve(result).then(
      () => this.#end(),
      (error: unknown) => {
        this.#end();
        throw error;
      },
    );
  }

  #end(): void {
    this.#stage = "over";
    if (probe.hasSubscribers)
      publish({ version: PROBE_VERSION, event: "release", subject: this, op: "lock" });
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.serve(undefined, true);
    }
  }

  #wait(cancel: Cancel | undefined): Promise<void> {
    const waiter = new Waiter();
    this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    const promise = waiter.promise as Promise<void>;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "lock", promise });
    }
    return promise;
  }
}

/**
 * A function that computes its value once, when it is first called: Go's `sync.OnceValue`.
 *
 * @param fn Called at most once, inside the first call. What it throws every call throws, as in Go.
 * @returns Every call of it gives a promise of the one value. A call may be given up by its signal; the
 *   computation goes on for the others.
 * @throws {InvalidArgumentError} `fn` is no function.
 */
export function onceValue<R>(fn: () => R): (cancel?: Cancel) => Promise<Awaited<R>> {
  mustBeFunction(fn, "onceValue");
  let compute: (() => R) | undefined = fn;
  let flight: Flight<Awaited<R>> | undefined;
  return (cancel) => {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (flight === undefined) {
      flight = new Flight();
      flight.run(compute as () => R);
      // What the function holds on to can be collected.
      compute = undefined;
    }
    return flight.wait(cancel);
  };
}

function state(subject: object): PrimitiveState {
  return { length: (subject as Once).done ? 1 : 0, closed: false };
}
