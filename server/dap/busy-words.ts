/** How a busy thread is told in words: in the views, in the list of threads, and in the console. */
import { describeDuration, describeSite } from "../model/words.js";
import type { Site } from "../model/task.js";
import { MAIN, type Tasks } from "../model/tasks.js";
import type { BusyThread } from "./busy-threads.js";
import type { BusyFacts } from "./protocol.js";

/** Why there is no stack: the inspector would have to be opened, and the program says so where all can see it. */
export const NOT_ASKED = "what it runs is not known: nobody has asked it";

/** "busy in hash", "busy" */
export function busyInWords({ running }: BusyThread): string {
  const [top] = running?.stack ?? [];
  return top === undefined ? "busy" : `busy in ${top.function}`;
}

/** The same as a sentence, with the place: "The main thread has been busy for 2 s without a turn of its event loop: hash (app.js:10:5)". */
export function busySentence(thread: BusyThread, nowMs: number): string {
  const site = busySite(thread);
  const place = site === null ? "." : `: ${site.function} (${describeSite(site)})`;
  const age = describeDuration(Math.max(0, nowMs - thread.sinceMs));
  return `${capitalized(thread)} has been busy for ${age} without a turn of its event loop${place}`;
}

/** "The main thread", "Worker 2 (parse.js)" */
export function capitalized({ unit, name }: BusyThread): string {
  return unit === MAIN ? `The ${name}` : name.charAt(0).toUpperCase() + name.slice(1);
}

/** Where it is, for a click. */
export function busySite({ running }: BusyThread): Site | null {
  return running?.stack[0] ?? null;
}

export function busyFacts({ program }: Tasks, busy: readonly BusyThread[]): BusyFacts[] {
  const startedAtMs = program?.startedAtMs ?? 0;
  return busy.map((thread) => ({
    name: thread.name,
    sinceMs: startedAtMs + thread.sinceMs,
    words: busyInWords(thread),
    site: busySite(thread),
  }));
}
