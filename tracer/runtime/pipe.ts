import { mustBeFunction } from "./argument.js";
import type { Cancel } from "./cancel.js";
import type { ReceiveChannel } from "./channel-types.js";
import type { Callable } from "./probe.js";
import { mustBeChannel, mustBeWorkers, output, startStage } from "./stage.js";

export interface PipeOptions {
  /** How many values are worked on at a time; above 1 results come in the order in which they are ready. 1. */
  readonly concurrency?: number;
  /** How many results are held that nobody has received yet. 0. */
  readonly capacity?: number;
  /** What observers call the output. */
  readonly name?: string;
  /** What ends it early. */
  readonly signal?: Cancel;
}

/**
 * A stage of a pipeline: what `fn` makes of each value.
 *
 * An error of `fn` is the stage's task's, and reported as any task's that nobody takes: catch inside `fn` what is
 * to be survived.
 *
 * @param fn Called with each value; its promise is awaited.
 * @param options Or just what ends it early.
 * @returns A channel, closed when the input has ended or the signal has fired.
 * @throws {InvalidArgumentError} An argument is not as described.
 */
export function pipe<T, R>(
  channel: ReceiveChannel<T>,
  fn: (value: T) => R,
  options?: PipeOptions | Cancel,
): ReceiveChannel<Awaited<R>> {
  const { concurrency = 1, capacity = 0, name, signal } = asOptions(options);
  return work(pipe, channel, fn, concurrency, signal, capacity, name);
}

/**
 * `n` tasks that work on what comes from `jobs`: each job goes to the one that is free first.
 *
 * @param fn Called with each job; its promise is awaited. For its errors see `pipe`.
 * @returns The results, in the order in which they are ready; unbuffered, so that workers wait until somebody
 *   receives them. Closed when all jobs are done or the signal has fired.
 * @throws {InvalidArgumentError} An argument is not as described, or `n` no whole number from 1.
 */
export function workerPool<T, R>(
  n: number,
  jobs: ReceiveChannel<T>,
  fn: (job: T) => R,
  cancel?: Cancel,
): ReceiveChannel<Awaited<R>> {
  return work(workerPool, jobs, fn, n, cancel, 0, undefined);
}

function work<T, R>(
  helper: Callable,
  channel: ReceiveChannel<T>,
  fn: (value: T) => R,
  workers: number,
  cancel: Cancel | undefined,
  capacity: number,
  name: string | undefined,
): ReceiveChannel<Awaited<R>> {
  mustBeChannel(channel, helper);
  mustBeFunction(fn, helper.name);
  mustBeWorkers(workers, helper);
  const out = output<Awaited<R>>(helper, capacity, name);
  const worker = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await channel.next(cancel);
      if (done === true) return;
      await out.send(await fn(value), cancel);
    }
  };
  startStage(helper, new Array<typeof worker>(workers).fill(worker), [out], cancel);
  return out;
}

/** A context has a `signal` too, but waiting under the context itself is cheaper. */
function asOptions(options: PipeOptions | Cancel | undefined): PipeOptions {
  if (options == null) return {};
  if (options instanceof AbortSignal || "done" in options) return { signal: options as Cancel };
  return options;
}
