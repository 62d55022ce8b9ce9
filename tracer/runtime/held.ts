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
  return settledAs(ended);
}
