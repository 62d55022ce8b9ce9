import { PROBE_VERSION, probe, publish } from "./probe.js";
import { isThenable } from "./thenable.js";
import { rejectedWith, settledAs, settledWith } from "./turn.js";

/**
 * Runs `fn`, which holds something, and gives that back when `fn` and its promise have ended, whichever way.
 *
 * @returns What `fn` returns, or what it throws as a rejection.
 */
export function runHeld<R>(fn: () => R, giveBack: () => void): Promise<Awaited<R>> {
  let result: R;
  try {
    result = fn();
  } catch (error) {
    giveBack();
    return rejectedWith(error);
  }
  if (!isThenable(result)) {
    giveBack();
    return settledWith(result);
  }
  const ended = Promise.resolve(result).then(
    (value) => {
      giveBack();
      return value;
    },
    (error: unknown) => {
      giveBack();
      throw error;
    },
  );
  const answer = settledAs(ended);
  // Held back, it stands for the work all the same.
  if (answer !== ended && probe.hasSubscribers) {
    publish({ version: PROBE_VERSION, event: "follow", promise: answer, result: ended });
  }
  return answer;
}

/**
 * What a lock resolves to, for `using`. It says that it is no promise, because a promise that is resolved with an
 * object asks, and looks for the answer all along the prototypes: an eighth of a hand-off.
 */
export function guardOf(release: () => void): Disposable {
  const guard = { [Symbol.dispose]: release };
  return Object.defineProperty(guard, "then", { value: undefined });
}
