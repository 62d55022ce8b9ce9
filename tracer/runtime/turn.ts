/**
 * How results reach their tasks: every promise that this library resolves for a waiter, and every promise
 * that it returns already resolved, passes through here.
 *
 * It is one place so that one rule can live in it: hand-offs between promises run ahead of timers and I/O for
 * as long as they go on, which Go's scheduler would not let them. The rule measures elapsed time, not
 * operations, so that a program which lets the event loop turn by itself never meets it.
 */

/** What a call without a result returns when it completes at once: shared, since nothing can tell two apart. */
export const settled: Promise<void> = /* @__PURE__ */ Promise.resolve();

/** What a call with a result returns when it completes at once. */
export function settledWith<T>(value: T): Promise<Awaited<T>> {
  return Promise.resolve(value);
}

/** Gives a waiter its result: its task goes on in a microtask, in the order of these calls. */
export function wake(resolve: (value: unknown) => void, value: unknown): void {
  resolve(value);
}

/** A promise that is rejected with any reason at all, since programs may abort and throw what they like. */
export function rejectedWith(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the program's own
  return Promise.reject(reason);
}
