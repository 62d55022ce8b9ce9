/** What the Debug Console is told of busy threads: that one is, where it is once that is known, and that it is not any more. */
import { describeDuration } from "../model/words.js";
import type { UnitId } from "../model/tasks.js";
import { busySentence, busySite, capitalized } from "../session/busy-words.js";
import type { BusyThread } from "../session/busy-threads.js";
import type { ConsoleLine } from "./console-words.js";

/** Who can be asked what it runs has answered by then. */
const ANSWERED_WITHIN_MS = 1500;

interface Told {
  readonly thread: BusyThread;
  readonly seenAtMs: number;
  readonly said: "nothing" | "busy" | "place";
}

export class BusyConsole {
  #told: ReadonlyMap<UnitId, Told> = new Map();

  /** @param nowMs since the program's start */
  look(busy: readonly BusyThread[], nowMs: number): ConsoleLine[] {
    const lines: ConsoleLine[] = [];
    const before = this.#told;
    this.#told = new Map(
      busy.map((thread): [UnitId, Told] => {
        const { seenAtMs = nowMs, said = "nothing" } = before.get(thread.unit) ?? {};
        const next = saidNext(said, thread, nowMs - seenAtMs);
        if (next !== said) lines.push({ text: busySentence(thread, nowMs), site: busySite(thread) });
        return [thread.unit, { thread, seenAtMs, said: next }];
      }),
    );
    for (const { thread, said } of before.values()) {
      if (said === "nothing" || this.#told.has(thread.unit)) continue;
      const after = describeDuration(Math.max(0, nowMs - thread.sinceMs));
      lines.push({ text: `${capitalized(thread)} is not busy any more, after ${after}.`, site: null });
    }
    return lines;
  }
}

function saidNext(said: Told["said"], thread: BusyThread, seenMs: number): Told["said"] {
  if (busySite(thread) !== null) return "place";
  return said === "nothing" && seenMs >= ANSWERED_WITHIN_MS ? "busy" : said;
}
