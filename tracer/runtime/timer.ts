/**
 * Timers as Go has them: any length, and never early.
 *
 * Node's count whole milliseconds of a clock that was rounded down, so they can fire a fraction early, and turn a
 * delay above 2^31-1 ms (24.8 days) into 1 ms.
 */

const LONGEST_MS = 2_147_483_647;

/** A running timer. It keeps the process alive until it fires or is stopped. */
export interface Timer {
  stop(): void;
}

/**
 * Calls `fire` once at least `delayMs` have passed. From 0 down it is called when the event loop comes round: at
 * once as in Go, but after I/O that is ready, so that a loop of zero delays does not shut everything else out.
 */
export function startTimer(delayMs: number, fire: () => void): Timer {
  if (delayMs <= 0) {
    const immediate = setImmediate(fire);
    return { stop: () => clearImmediate(immediate) };
  }
  const deadline = performance.now() + delayMs;
  let timeout = setTimeout(check, chunk(delayMs));
  return { stop: () => clearTimeout(timeout) };

  function check(): void {
    const remaining = deadline - performance.now();
    // Left to wait for are the last fraction of a millisecond or the next part of a long delay. Anything else is
    // a clock that a test has replaced, and then the timer knows better.
    if (remaining > 0 && (remaining < 1 || delayMs > LONGEST_MS))
      timeout = setTimeout(check, chunk(remaining));
    else fire();
  }
}

function chunk(delayMs: number): number {
  return Math.min(Math.ceil(delayMs), LONGEST_MS);
}
