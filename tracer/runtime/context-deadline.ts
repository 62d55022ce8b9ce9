/** Contexts that end by the clock. */
import { isDuration, notADuration } from "./argument.js";
import { mustBeContext } from "./context.js";
import { CancelContext, type Clock, owned } from "./context-cancel.js";
import type { CancelFunction, Context } from "./context-types.js";
import { InvalidArgumentError } from "./errors.js";
import type { Callable } from "./probe.js";
import { startTimer } from "./timer.js";

/**
 * A context that ends with a `DeadlineExceededError` once this time has passed, if nothing ends it before: Go's
 * `context.WithTimeout`. Call `cancel` when the work is over, whichever way: until then its timer keeps the
 * process alive.
 *
 * @param ms Milliseconds; fractions count, `Infinity` is no deadline. From 0 down it has ended at once.
 * @throws {InvalidArgumentError} `ms` is no number, or `parent` no context.
 */
export function withTimeout(parent: Context, ms: number, name?: string): [Context, CancelFunction] {
  if (!isDuration(ms)) throw notADuration("withTimeout", ms);
  const end = performance.now() + ms;
  const clock = { at: Date.now() + ms, remaining: () => end - performance.now() };
  const context = until(parent, clock, name, withTimeout);
  return [context, owned(context, () => context.end(undefined))];
}

/**
 * The same, at a time of day: Go's `context.WithDeadline`. A deadline after the parent's is the parent's.
 *
 * @param date A `Date`, or milliseconds since 1970.
 * @throws {InvalidArgumentError} `date` is none, or `parent` no context.
 */
export function withDeadline(parent: Context, date: Date | number, name?: string): [Context, CancelFunction] {
  const at = Number(date);
  if (Number.isNaN(at)) throw new InvalidArgumentError(`withDeadline takes a date, not ${String(date)}`);
  const context = until(parent, { at, remaining: () => at - Date.now() }, name, withDeadline);
  return [context, owned(context, () => context.end(undefined))];
}

/** A time of day is looked at this often, since Node's timers stand still while the machine sleeps. */
const LOOK_MS = 60_000;

function until(parent: Context, clock: Clock, name: string | undefined, caller: Callable): CancelContext {
  mustBeContext(parent, caller.name);
  const above = parent.deadline();
  const needless = clock.at === Infinity || (above !== undefined && above.getTime() <= clock.at);
  const context = new CancelContext(parent, name, caller, needless ? undefined : clock);
  if (!needless) arm(context, clock);
  return context;
}

function arm(context: CancelContext, clock: Clock): void {
  if (context.ended) return;
  const remaining = clock.remaining();
  context.timer = startTimer(Math.min(remaining, LOOK_MS), () => {
    if (remaining > LOOK_MS) arm(context, clock);
    else context.timeOut();
  });
}
