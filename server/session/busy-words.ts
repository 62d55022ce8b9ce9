/** How a busy thread is told in words: in the terminal, in the views, in the list of threads, and in the console. */
import { describeDuration, describeSite } from "../model/words.js";
import type { Site } from "../model/task.js";
import { MAIN } from "../model/tasks.js";
import type { BusyThread } from "./busy-threads.js";

/** "busy in hash", "busy" */
export function busyInWords({ running }: BusyThread): string {
  const [top] = running?.stack ?? [];
  return top === undefined ? "busy" : `busy in ${top.function}`;
}

/** "The main thread has been busy for 2 s without a turn of its event loop" */
export function busyTime(thread: BusyThread, nowMs: number): string {
  const age = describeDuration(Math.max(0, nowMs - thread.sinceMs));
  return `${capitalized(thread)} has been busy for ${age} without a turn of its event loop`;
}

/** The same with the place, where it is known: "...: hash (app.js:10:5)". */
export function busySentence(thread: BusyThread, nowMs: number): string {
  const site = busySite(thread);
  const place = site === null ? "." : `: ${site.function} (${describeSite(site)})`;
  return `${busyTime(thread, nowMs)}${place}`;
}

/** "The main thread", "Worker 2 (parse.js)" */
export function capitalized({ unit, name }: BusyThread): string {
  return unit === MAIN ? `The ${name}` : name.charAt(0).toUpperCase() + name.slice(1);
}

/** Where it is, for a click. */
export function busySite({ running }: BusyThread): Site | null {
  return running?.stack[0] ?? null;
}
