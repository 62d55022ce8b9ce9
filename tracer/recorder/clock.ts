import { performance } from "node:perf_hooks";

// Taken at load: a program may replace the global clock by a fake one.
const readMs = performance.now.bind(performance);
const EVENTS_PER_READING = 64;

/**
 * Time since the program's start in microseconds, read seldom: a reading for each event would double what the
 * tracer costs. It is at most 64 events or one turn of the journal old.
 */
export class Clock {
  readonly #zeroMs = readMs();
  nowUs = 0;
  /** Nobody has read it for a while: the next event must. */
  stale = true;
  #events = 0;

  /** Counts an event and reads the clock for some of them. */
  tick(): void {
    if (this.stale || (++this.#events & (EVENTS_PER_READING - 1)) === 0) this.read();
  }

  /** The time of a reading of the process's own clock. */
  at(readingMs: number): number {
    return Math.max(0, Math.floor((readingMs - this.#zeroMs) * 1000));
  }

  read(): number {
    this.stale = false;
    return (this.nowUs = this.at(readMs()));
  }
}
