import type { Tasks } from "../model/tasks.js";
import type { BusyThread } from "../session/busy-threads.js";
import { busyInWords, busySite } from "../session/busy-words.js";
import type { BusyFacts } from "./protocol.js";

/** The busy threads as the client is told of them. */
export function busyFacts({ program }: Tasks, busy: readonly BusyThread[]): BusyFacts[] {
  const startedAtMs = program?.startedAtMs ?? 0;
  return busy.map((thread) => ({
    name: thread.name,
    sinceMs: startedAtMs + thread.sinceMs,
    words: busyInWords(thread),
    site: busySite(thread),
  }));
}
