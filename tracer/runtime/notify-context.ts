import { withCancelCause } from "./context-cancel.js";
import type { CancelFunction, Context } from "./context-types.js";
import { InvalidArgumentError, SignalReceivedError } from "./errors.js";

/**
 * A context that ends when the process is told to stop: Go's `signal.NotifyContext`. Its cause names the signal.
 *
 * Until `stop` is called these signals do nothing else to the process, not even a second time, as in Go: call it
 * once the context has ended, and whoever is impatient can end the process the hard way.
 *
 * @param signals Without any, SIGINT and SIGTERM.
 * @returns The context, and `stop`, which ends it and gives the signals back to whoever had them before.
 * @throws {InvalidArgumentError} `parent` is no context, or a signal is none that can be listened to.
 */
export function notifyContext(parent: Context, ...signals: NodeJS.Signals[]): [Context, CancelFunction] {
  const [context, cancel] = withCancelCause(parent, "signals");
  const names = new Set(signals.length > 0 ? signals : DEFAULT_SIGNALS);
  const listener = (signal: NodeJS.Signals): void => cancel(new SignalReceivedError(signal));
  const stop = (): void => {
    for (const name of names) process.removeListener(name, listener);
    cancel();
  };
  try {
    for (const name of names) process.on(name, listener);
  } catch {
    stop();
    throw new InvalidArgumentError(`cannot listen to the signals ${[...names].join(", ")}`);
  }
  return [context, stop];
}

const DEFAULT_SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM"];
