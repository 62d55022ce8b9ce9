/**
 * Tells that the event loop turns, in place of a record: whoever follows sees by its silence that the thread is busy
 * without coming round to its loop. A program that is idle tells nothing else, and goes on sleeping in between.
 */
import { clearInterval, setInterval } from "node:timers";
import { TURN_TOLD_EVERY_MS } from "../wire/index.js";
import type { Clock } from "./clock.js";
import type { RecordingFile } from "./output.js";

// A program may replace the timers by fake ones later on.
const [startTimer, stopTimer] = [setInterval, clearInterval];

/** Time 0 itself would say that no turns are told. */
const FIRST_MS = 1;
const WORD = 2 ** 32;

export class Turns {
  readonly #clock: Clock;
  readonly #file: RecordingFile;
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock, file: RecordingFile) {
    this.#clock = clock;
    this.#file = file;
  }

  start(): void {
    this.#file.noteTurn(FIRST_MS);
    this.#timer = startTimer(this.#tell, TURN_TOLD_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer === null) return;
    stopTimer(this.#timer);
    this.#timer = null;
    this.#file.noteTurn(0);
  }

  readonly #tell = (): void => {
    this.#file.noteTurn(Math.max(FIRST_MS, Math.floor(this.#clock.read() / 1000) % WORD));
  };
}
