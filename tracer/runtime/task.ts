import { mustBeFunction } from "./argument.js";
import { type Callable, PROBE_VERSION, probe, publish } from "./probe.js";
import { isThenable } from "./thenable.js";
import { settled } from "./turn.js";
import { nameWhenUntaken } from "./untaken.js";
import { deferred } from "./waiter.js";

/**
 * A running task: what `go` returns. It is a native promise of what the body returns or throws, with three
 * properties more; awaiting it costs what awaiting any promise does.
 *
 * An error that nobody takes, by awaiting the task or by `catch`, is reported as an unhandled rejection whose
 * message names the task.
 */
export interface Task<T> extends Promise<T> {
  /** Counts up from 1 within the process. */
  readonly id: number;
  readonly name: string;
  /** Whether the body has ended, whichever way. */
  readonly done: boolean;
}

/** Starts tasks: Go's `go` statement. */
export interface Go {
  /**
   * Starts `fn(...args)` as a task named after the function. The arguments are evaluated now; the body starts in a
   * microtask, never inside this call. Tasks start in the order of the calls.
   *
   * @throws {InvalidArgumentError} `fn` is no function.
   */
  <A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Task<Awaited<R>>;
  /** The same, under a name of its own. */
  named<A extends readonly unknown[], R>(name: string, fn: (...args: A) => R, ...args: A): Task<Awaited<R>>;
}

function start<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Task<Awaited<R>> {
  return spawn(undefined, fn, args, go);
}

function named<A extends readonly unknown[], R>(
  name: string,
  fn: (...args: A) => R,
  ...args: A
): Task<Awaited<R>> {
  return spawn(name, fn, args, named);
}

export const go: Go = /* @__PURE__ */ Object.assign(start, { named });

let lastId = 0;

/**
 * What every way to start a task comes down to.
 *
 * @param givenName Without it the task is named after the function.
 * @param caller The public function that the user called.
 * @param ended Called when the body has ended, before whoever awaits the task goes on.
 * @param group What waits for the task's end by its own count.
 */
export function spawn<A extends readonly unknown[], R>(
  givenName: string | undefined,
  fn: (...args: A) => R,
  args: A,
  caller: Callable,
  ended?: () => void,
  group?: object,
): Task<Awaited<R>> {
  mustBeFunction(fn, "a task");
  // As the engine names functions in stacks.
  const name = givenName ?? (fn.name || "(anonymous)");
  const { promise, resolve, reject } = deferred();
  const task = promise as { -readonly [K in keyof Task<unknown>]: Task<unknown>[K] };
  task.id = ++lastId;
  task.name = name;
  task.done = false;
  // A reaction to a settled promise is a microtask that also carries the caller's AsyncLocalStorage.
  void settled().then(() => {
    let result: R;
    if (probe.hasSubscribers) publish({ version: PROBE_VERSION, event: "enter", task });
    try {
      result = fn(...args);
    } catch (error) {
      leave(undefined);
      fail(error);
      return;
    }
    leave(result);
    // Heard here rather than left to `resolve`, which would take two turns more and not tell of the end.
    if (isThenable(result)) void Promise.resolve(result).then(succeed, fail);
    else succeed(result);
  });
  // Told when all promises of this call are made, so that who watches promises does not take them for the caller's.
  if (probe.hasSubscribers) {
    const of = group === undefined ? undefined : { group };
    publish({ version: PROBE_VERSION, event: "spawn", task, name, caller, ...of });
  }
  return promise as Task<Awaited<R>>;

  function leave(result: unknown): void {
    if (probe.hasSubscribers) publish({ version: PROBE_VERSION, event: "leave", task, result });
  }

  function succeed(value: unknown): void {
    task.done = true;
    ended?.();
    resolve(value);
  }

  function fail(error: unknown): void {
    task.done = true;
    ended?.();
    nameWhenUntaken(error, task);
    reject(error);
  }
}
