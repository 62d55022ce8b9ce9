/**
 * Finds event loops that do not turn because their thread is busy: by two signs together. The tracer has told no turn for
 * long, and the thread uses a processor. One alone means nothing: a thread that a debugger holds, that waits in a
 * synchronous call, or whose machine sleeps, uses no processor; and one that works hard but comes round to its loop tells so.
 */
import { TURN_TOLD_EVERY_MS } from "../../tracer/wire/index.js";
import type { UnitId } from "../model/tasks.js";

/** A loop that turns tells so this late at the latest when nothing holds it up for longer than a second. */
const SILENT_MS = TURN_TOLD_EVERY_MS + 1000;

/** What a thread must have used since its last turn, and lately: a crowded machine gives little. */
const USED_MS = 500;
const LATELY_MS = 1000;
const USED_LATELY_MS = 100;

export interface LoopSample {
  readonly unit: UnitId;
  /** When it turned last, as it tells: 0 when it does not. */
  readonly turned: number;
  /** The same in the time of who looks. */
  readonly turnedAtMs: number;
  /** Of a processor that its thread has had; null when that is not known. */
  readonly usedMs: number | null;
}

export interface BusyLoop {
  readonly unit: UnitId;
  /** Its last turn, in the time of who looks. */
  readonly sinceMs: number;
}

interface Use {
  readonly atMs: number;
  readonly usedMs: number;
}

interface Silence {
  readonly turned: number;
  readonly sinceMs: number;
  readonly usedMs: number;
  /** The last second's. */
  uses: Use[];
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

  #silenceOf({ unit, turned, turnedAtMs, usedMs }: LoopSample, nowMs: number): Silence | null {
    const known = this.#silences.get(unit);
    if (turned === 0 || usedMs === null) {
      this.#silences.delete(unit);
      return null;
    }
    const use = { atMs: nowMs, usedMs };
    if (known?.turned === turned) {
      const before = known.uses.findLastIndex(({ atMs }) => atMs <= nowMs - LATELY_MS);
      known.uses = [...known.uses.slice(Math.max(0, before)), use];
      return known;
    }
    // Its own word on when that was is needed only where nobody looked: clocks part while a machine sleeps.
    const sinceMs = known === undefined ? Math.max(this.#notBeforeMs, Math.min(turnedAtMs, nowMs)) : nowMs;
    const silence = { turned, sinceMs, usedMs, uses: [use] };
    this.#silences.set(unit, silence);
    return silence;
  }
}

function isBusy({ sinceMs, usedMs, uses }: Silence, nowMs: number): boolean {
  const [first, last] = [uses[0], uses.at(-1)];
  if (first === undefined || last === undefined || nowMs - sinceMs < SILENT_MS) return false;
  return last.usedMs - usedMs >= USED_MS && last.usedMs - first.usedMs >= USED_LATELY_MS;
}
