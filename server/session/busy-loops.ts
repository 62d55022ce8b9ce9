/**
 * Finds event loops that do not turn because their thread is busy: by two signs together. The tracer has told no turn for
 * long, and the thread uses a processor. One alone means nothing: a thread that a debugger holds, that waits in a
 * synchronous call, or whose machine sleeps, uses no processor; and one that works hard but comes round to its loop tells so.
 */
import { TURN_TOLD_EVERY_MS } from "../../tracer/wire/index.js";
import type { UnitId } from "../model/tasks.js";
import type { ThreadUse } from "./thread-use.js";

/** A loop that turns tells so this late at the latest when nothing holds it up for longer than a second. */
const SILENT_MS = TURN_TOLD_EVERY_MS + 1000;

/** What a thread must have used since its last turn: what turns late because it waits for a processor is not busy. */
const USED_MS = 500;

/** One that has neither run nor wanted to run for so long waits for something. */
const LATELY_MS = 1000;

export interface LoopSample {
  readonly unit: UnitId;
  /** When it turned last, as it tells: 0 when it does not. */
  readonly turned: number;
  /** The same in the time of who looks. */
  readonly turnedAtMs: number;
  /** What its thread does; null when that is not known. */
  readonly use: ThreadUse | null;
}

export interface BusyLoop {
  readonly unit: UnitId;
  /** Its last turn, in the time of who looks. */
  readonly sinceMs: number;
}

interface Silence {
  readonly turned: number;
  readonly sinceMs: number;
  /** Of a processor, until then and until now. */
  readonly usedBeforeMs: number;
  usedMs: number;
  ranAtMs: number;
}

export class BusyLoops {
  readonly #silences = new Map<UnitId, Silence>();
  #notBeforeMs = -Infinity;

  /** Those that are busy now. To be called several times a second. */
  look(samples: readonly LoopSample[], nowMs: number): BusyLoop[] {
    const units = new Set(samples.map(({ unit }) => unit));
    for (const unit of this.#silences.keys()) if (!units.has(unit)) this.#silences.delete(unit);
    return samples.flatMap((sample) => {
      const silence = this.#silenceOf(sample, nowMs);
      return silence !== null && isBusy(silence, nowMs)
        ? [{ unit: sample.unit, sinceMs: silence.sinceMs }]
        : [];
    });
  }

  /** What was until now does not count: somebody held the program. */
  forget(nowMs: number): void {
    this.#silences.clear();
    this.#notBeforeMs = nowMs;
  }

  #silenceOf({ unit, turned, turnedAtMs, use }: LoopSample, nowMs: number): Silence | null {
    const known = this.#silences.get(unit);
    if (turned === 0 || use === null) {
      this.#silences.delete(unit);
      return null;
    }
    const { usedMs, runs } = use;
    if (known?.turned === turned) {
      // Where many want to run it may get nothing from one look to the next.
      if (runs || usedMs > known.usedMs) known.ranAtMs = nowMs;
      known.usedMs = usedMs;
      return known;
    }
    // Its own word on when that was is needed only where nobody looked: clocks part while a machine sleeps.
    const sinceMs = known === undefined ? Math.max(this.#notBeforeMs, Math.min(turnedAtMs, nowMs)) : nowMs;
    const silence = { turned, sinceMs, usedBeforeMs: usedMs, usedMs, ranAtMs: nowMs };
    this.#silences.set(unit, silence);
    return silence;
  }
}

function isBusy({ sinceMs, usedBeforeMs, usedMs, ranAtMs }: Silence, nowMs: number): boolean {
  return nowMs - sinceMs >= SILENT_MS && usedMs - usedBeforeMs >= USED_MS && nowMs - ranAtMs <= LATELY_MS;
}
