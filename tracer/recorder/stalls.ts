/** Tells when the event loop did not turn for a while because the process was busy. */
import { performance } from "node:perf_hooks";

/** Shorter stalls are part of life. */
const STALL_MS = 500;

/** A machine that sleeps and a debugger that holds the program use no processor; a crowded machine gives little. */
const BUSY_MS = 500;

const readMs = performance.now.bind(performance);
const cpuUsage = process.cpuUsage.bind(process);

export class Stalls {
  readonly #turnMs: number;
  #turnedAtMs = 0;
  #cpuUs = 0;
  /** Before the first turn a program of CommonJS is evaluated: its start, which holds up nothing. */
  #isFirst = true;

  /** @param turnMs How far apart the turns are that it is told of. */
  constructor(turnMs: number) {
    this.#turnMs = turnMs;
  }

  /** Turns are told of from now on. */
  begin(): void {
    this.#turnedAtMs = readMs();
    this.#cpuUs = usedUs();
  }

  /** A turn came. For how many milliseconds it was held up; 0 if it was not. */
  turned(): number {
    const nowMs = readMs();
    const lateMs = nowMs - this.#turnedAtMs - this.#turnMs;
    this.#turnedAtMs = nowMs;
    const busyMs = (usedUs() - this.#cpuUs) / 1000;
    this.#cpuUs = usedUs();
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return !isFirst && lateMs >= STALL_MS && busyMs >= BUSY_MS ? lateMs : 0;
  }
}

function usedUs(): number {
  const { user, system } = cpuUsage();
  return user + system;
}
