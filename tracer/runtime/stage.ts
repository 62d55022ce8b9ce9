/**
 * What the pattern helpers have in common. A stage is one or more tasks between channels, which the caller started
 * and whose errors are reported like any task's. Each wait of a stage is under its signal, so that cancelling
 * leaves none of its tasks behind; a value that a stage has received and not yet passed on is then lost, as in Go.
 */
import { type Cancel, hasFired, isCancel } from "./cancel.js";
import { Chan } from "./channel.js";
import type { ReceiveChannel, SendChannel } from "./channel-types.js";
import { InvalidArgumentError } from "./errors.js";
import type { Callable } from "./probe.js";
import { spawn } from "./task.js";

/** A channel of a stage, whose creation is charged to the line that called `helper`. */
export function output<T>(helper: Callable, capacity = 0, name?: string): Chan<T> {
  return new Chan<T>(capacity, name, "channel", helper);
}

/**
 * Starts the tasks of a stage, named after its helper, and closes its outputs when all of them have ended: by
 * themselves, by an error, or by the signal.
 */
export function startStage(
  helper: Callable,
  bodies: readonly (() => Promise<void>)[],
  outputs: readonly Pick<SendChannel<never>, "close">[],
  cancel: Cancel | undefined,
): void {
  const finish = (): void => {
    for (const each of outputs) each.close();
  };
  // Before anything is started: an argument that is no signal fails the helper's call.
  if (cancel != null) hasFired(cancel);
  let running = bodies.length;
  if (running === 0) finish();
  for (const body of bodies) {
    const untilCancelled = async (): Promise<void> => {
      try {
        await body();
      } catch (error) {
        if (cancel == null || !hasFired(cancel)) throw error;
      }
    };
    void spawn(helper.name, untilCancelled, [], helper, () => {
      running -= 1;
      if (running === 0) finish();
    });
  }
}

/** Passes on all that can be received. */
export async function forward<T>(
  from: ReceiveChannel<T>,
  to: Chan<T>,
  cancel: Cancel | undefined,
): Promise<void> {
  for (;;) {
    const { value, done } = await from.next(cancel);
    if (done === true) return;
    await to.send(value, cancel);
  }
}

/** What the channels of a list give. */
export type ValueOf<C> = C extends ReceiveChannel<infer T> ? T : never;

/** @throws {InvalidArgumentError} It cannot be received from. */
export function mustBeChannel(channel: unknown, helper: Callable): void {
  if (typeof (channel as Partial<ReceiveChannel<unknown>> | null | undefined)?.next !== "function") {
    throw new InvalidArgumentError(`${helper.name} takes channels`);
  }
}

/** @throws {InvalidArgumentError} It is no number of tasks. */
export function mustBeWorkers(n: unknown, helper: Callable): void {
  if (!Number.isSafeInteger(n) || (n as number) < 1) {
    throw new InvalidArgumentError(`${helper.name} takes a whole number from 1, not ${String(n)}`);
  }
}

/** Takes a signal from the end of a list of arguments. */
export function splitCancel(args: readonly unknown[]): {
  rest: readonly unknown[];
  cancel: Cancel | undefined;
} {
  const last = args.at(-1);
  if (isCancel(last)) return { rest: args.slice(0, -1), cancel: last };
  return { rest: last == null ? args.slice(0, -1) : args, cancel: undefined };
}
