import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { PROBE_NAME, type ProbeMessage } from "../../../tracer/runtime/probe.js";

/** Lets every microtask that is due run, and what those bring about. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets the event loop turn until a state is there. On a stalling machine a hand-off may be held back, and take a turn
 * more than one would count; what never comes is given up.
 */
export async function settleUntil(reached: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !reached(); turn++) await settle();
}

/** How a promise stands after the microtasks that are due have run. */
export async function stateOf(promise: Promise<unknown>): Promise<"pending" | "fulfilled" | "rejected"> {
  let state: "pending" | "fulfilled" | "rejected" = "pending";
  promise.then(
    () => (state = "fulfilled"),
    () => (state = "rejected"),
  );
  await settle();
  return state;
}

/** Whether an error has this code, for `assert.rejects` and `assert.throws`. */
export function coded(code: string): (error: unknown) => boolean {
  return (error) => (error as { code?: unknown }).code === `ERR_SLUICE_${code}`;
}

/** The messages that are published while `run` does its work. */
export async function record(run: () => unknown): Promise<ProbeMessage[]> {
  const messages: ProbeMessage[] = [];
  const listen = (message: unknown): void => {
    messages.push(message as ProbeMessage);
  };
  subscribe(PROBE_NAME, listen);
  try {
    await run();
  } finally {
    unsubscribe(PROBE_NAME, listen);
  }
  return messages;
}

/** Messages in short: the event, its operation, and the name that `names` has for its promise. */
export function brief(
  messages: readonly ProbeMessage[],
  names: ReadonlyMap<unknown, string> = new Map(),
): string[] {
  return messages.map((message) => {
    const op = "op" in message ? ` ${message.op}` : "";
    const promise = "promise" in message ? message.promise : "task" in message ? message.task : undefined;
    const who = promise === undefined ? "" : ` ${names.get(promise) ?? "?"}`;
    const next = "to" in message && message.to !== undefined ? ` to ${names.get(message.to) ?? "?"}` : "";
    return `${message.event}${op}${who}${next}`;
  });
}

/** Node's timers, immediates and the like that now keep the process alive. */
export function activeTimers(): number {
  return process.getActiveResourcesInfo().filter((each) => each === "Timeout" || each === "Immediate").length;
}

/** Collects all garbage there is, without a flag on the command line. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/**
 * For what can be shown only by the clock, which a stalling machine spoils: `attempt` must hold once in ten times. (What
 * is broken holds never.)
 */
export async function holdsOnce(attempt: () => Promise<void>): Promise<void> {
  for (let left = 9; ; left--) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
