/**
 * How results reach their tasks: every promise that this library resolves for a waiter, and every promise
 * that it returns already resolved, passes through here. So one rule can live here:
 *
 * Hand-offs between promises run ahead of timers and I/O for as long as they go on, which Go's scheduler would not
 * let them. So once they have gone on for {@link STRETCH_MS} without the event loop having come round, the next
 * results are held back until it has. Their order stays as it was.
 *
 * Time is what counts, not operations, so that a program which lets the event loop turn by itself never meets the
 * rule; but a clock read for each operation would be a tenth of what the operation costs. So the clock is read
 * every few operations: 64 while they are quick, down to each one when there is much work between them. Whether
 * the loop came round is told by an immediate that does not keep the process alive.
 */

/** How long hand-offs may go on. A timer that falls due meanwhile is late by about twice this at the most. */
const STRETCH_MS = 5;
/** Looks at the clock are to come this often, in milliseconds, if operations come often enough. */
const LOOK_MS = 0.5;
/** Operations between two looks, at the most: in a stretch whose pace is known, and at the beginning of one. */
const MOST_KNOWN = 64;
const MOST_UNKNOWN = 16;

// Taken when the module loads: a test that puts its own clock in place of Node's must not stop the event loop.
const setImmediate = /* @__PURE__ */ (() => globalThis.setImmediate)();

/** Operations until the next look, and between the last two. */
let credit = 1;
let granted = 1;
let lookedAt = 0;
/** When the stretch that goes on was first noticed; undefined: the event loop has come round since. */
let since: number | undefined;
/** Held back, in order, while the event loop comes round. */
let held: (() => void)[] | undefined;

const loopTurned = (): void => {
  since = undefined;
};

/** A result is about to be delivered. Returns whether it must be held back. */
function look(): boolean {
  if (held !== undefined) {
    credit = 1;
    return true;
  }
  const now = performance.now();
  if (since === undefined) {
    since = now;
    setImmediate(loopTurned).unref();
    granted = Math.min(granted * 2, MOST_UNKNOWN);
  } else if (now - since >= STRETCH_MS) {
    held = [];
    credit = 1;
    setImmediate(release);
    return true;
  } else {
    const each = (now - lookedAt) / granted;
    granted = Math.max(1, Math.floor(Math.min(granted * 2, LOOK_MS / each, MOST_KNOWN)));
  }
  lookedAt = now;
  credit = granted;
  return false;
}

function release(): void {
  const due = held ?? [];
  held = undefined;
  since = undefined;
  credit = granted;
  for (const deliver of due) deliver();
}

/** What a call without a result returns when it completes at once: shared, since nothing can tell two apart. */
const done: Promise<void> = /* @__PURE__ */ Promise.resolve();

/** The answer of a call without a result that completes at once. */
export function settled(): Promise<void> {
  return --credit > 0 || !look() ? done : heldBack(undefined);
}

/** The answer of a call with a result that completes at once. */
export function settledWith<T>(value: T): Promise<Awaited<T>> {
  return --credit > 0 || !look() ? Promise.resolve(value) : heldBack(value);
}

/** The same, of a result whose promise is there already. */
export function settledAs<T>(promise: Promise<T>): Promise<T> {
  return --credit > 0 || !look() ? promise : heldBack(promise);
}

/** Gives a waiter its result: its task goes on in a microtask, in the order of these calls. */
export function wake(resolve: (value: unknown) => void, value: unknown): void {
  if (--credit > 0 || !look()) resolve(value);
  else held?.push(() => resolve(value));
}

function heldBack<T>(value: T): Promise<Awaited<T>> {
  return new Promise((resolve) => held?.push(() => resolve(value as Awaited<T>)));
}

/** A promise that is rejected with any reason at all, since programs may abort and throw what they like. */
export function rejectedWith(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the program's own
  return Promise.reject(reason);
}
