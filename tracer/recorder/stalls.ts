/** Tells when the event loop did not turn for a while because the process was busy. */
import { performance } from "node:perf_hooks";

/** Shorter stalls are part of life. */
const STALL_MS = 500;

/** A machine that sleeps or a debugger that holds the program use no processor. */
const BUSY_SHARE = 0.05;

const readMs = performance.now.bind(performance);
const cpuUsage = process.cpuUsage.bind(process);

export class Stalls {
  readonly #turnMs: number;
  #turnedAtMs = 0;
  #cpuUs = 0;

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
    const before = this.#cpuUs;
    this.#cpuUs = usedUs();
    return lateMs >= STALL_MS && this.#cpuUs - before >= BUSY_SHARE * lateMs * 1000 ? lateMs : 0;
  }
}

function usedUs(): number {
  const { user, system } = cpuUsage();
  return user + system;
}
