/**
 * Naming the task in the report of an error that nobody took.
 *
 * Whoever awaits a task gets the very error that its body threw, untouched. Only when Node is about to report
 * that error as unhandled is the task's name put before its message. No program can ask a promise whether
 * somebody handles it, so the moment is Node's to tell:
 * - a report that will end the process passes `uncaughtExceptionMonitor`, an event that changes nothing;
 * - where the program listens to `unhandledRejection` itself, a listener goes in front of its own. It is there
 *   only if the program has one, since the mere presence of a listener keeps Node from ending the process.
 *
 * Wrapping the error would be simpler, but the wrapper would be what `await task` throws. A value that is no
 * object cannot be named this way; the rejected promise still has the task's `name`.
 */
import { rejectedWith } from "./turn.js";

/** A task, as far as its report goes. */
type Failed = Promise<unknown> & { readonly name: string };

/** The last task that each error went through. */
const failed = new WeakMap<object, Failed>();
let monitoring = false;

/** To be called just before `task` is rejected with `error`. */
export function nameWhenUntaken(error: unknown, task: Failed): void {
  if (typeof error !== "object" || error === null) return;
  failed.set(error, task);
  if (!monitoring) {
    monitoring = true;
    process.on("uncaughtExceptionMonitor", nameUncaught);
  }
  const listeners = process.listeners("unhandledRejection");
  if (listeners.length > 0 && !listeners.includes(nameUnhandled)) {
    process.prependListener("unhandledRejection", nameUnhandled);
  }
}

/** The error may have gone on from the task that is named, to a promise that awaited it: both failed with it. */
function nameUncaught(error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
  if (origin === "unhandledRejection") putName(error);
}

function nameUnhandled(error: unknown, promise: Promise<unknown>): void {
  if (typeof error === "object" && error !== null && failed.get(error) === promise) putName(error);
  if (process.listenerCount("unhandledRejection") > 1) return;
  // The program has taken its own listener away: the rejection is to end as though this one were not there.
  process.removeListener("unhandledRejection", nameUnhandled);
  void rejectedWith(error);
}

function putName(error: unknown): void {
  if (typeof error !== "object" || error === null) return;
  const task = failed.get(error);
  if (task === undefined) return;
  failed.delete(error);
  try {
    const { message = "", stack } = error as Partial<Error>;
    const named = `task "${task.name}" failed: ${message}`;
    if (typeof stack === "string") {
      const told = message !== "" && stack.includes(message);
      (error as Error).stack = told ? stack.replace(message, () => named) : `${named}\n${stack}`;
    }
    (error as Error).message = named;
  } catch {
    // Frozen, or no error at all: reported as it is.
  }
}
