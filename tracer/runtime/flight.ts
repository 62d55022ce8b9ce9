import { type Cancel, watch } from "./cancel.js";
import { settledAs } from "./turn.js";
import { isThenable } from "./thenable.js";
import { Waiter, WaitQueue, deferred } from "./waiter.js";

/**
 * One computation that many callers wait for. Those who wait without a signal share one promise; whoever may give
 * up stands in a line of its own, so that giving up leaves nothing behind on a computation that never ends.
 */
export class Flight<T> {
  ended = false;
  readonly #outcome = deferred();
  #waiters: WaitQueue | undefined = undefined;

  /**
   * Calls `fn`, inside this call. To be called once, right after construction.
   *
   * @param then Called with the value, or nothing if there is none, before whoever waits goes on.
   */
  run(fn: () => unknown, then?: (value: T | undefined, ok: boolean) => unknown): void {
    const { resolve, reject } = this.#outcome;
    const succeed = (value: unknown): void => {
      this.ended = true;
      resolve(then === undefined ? value : then(value as T, true));
    };
    const fail = (error: unknown): void => {
      this.ended = true;
      then?.(undefined, false);
      reject(error);
    };
    let result: unknown;
    try {
      result = fn();
    } catch (error) {
      fail(error);
      return;
    }
    if (isThenable(result)) void Promise.resolve(result).then(succeed, fail);
    else succeed(result);
  }

  /**
   * Waits for the end, under a signal that has not fired.
   *
   * @returns What `then` made of the value, or the value.
   * @throws What the computation threw (as a rejection), or the signal's reason.
   */
  wait(cancel: Cancel | undefined): Promise<Awaited<T>> {
    const shared = this.#outcome.promise as Promise<Awaited<T>>;
    if (cancel == null || this.ended) return settledAs(shared);
    this.#waiters ??= this.#line();
    const waiter = new Waiter();
    this.#waiters.push(waiter);
    waiter.watch = watch(cancel, waiter);
    return waiter.promise as Promise<Awaited<T>>;
  }

  /** One reaction for all that may give up. */
  #line(): WaitQueue {
    const waiters = new WaitQueue();
    void this.#outcome.promise.then(
      (value) => {
        for (let next = waiters.shift(); next !== undefined; next = waiters.shift()) next.serve(value, true);
      },
      (error: unknown) => {
        for (let next = waiters.shift(); next !== undefined; next = waiters.shift()) next.fail(error);
      },
    );
    return waiters;
  }
}
