/** What is said on stderr while a dump is taken: always that the process pauses, the rest only to who waits. */
import type { Dump, Progress } from "../dump/dump.js";
import type { ProcessFacts } from "../dump/inside/visitor.js";
import { describeDuration } from "../model/words.js";

/** Who waits longer than this wants to know what for. */
const PATIENCE_MS = 1000;
const EVERY_MS = 200;
const BUSY_EVERY_S = 5;

export class DumpProgress implements Progress {
  readonly #startedMs = performance.now();
  readonly #tty = process.stderr.isTTY;
  #saidAtMs = 0;
  #busyAgainAtS = 0;
  #line = "";

  begins({ pid, heapBytes }: ProcessFacts, pauseMs: number): void {
    const heap = `${Math.round(heapBytes / 1e6)} MB of heap`;
    this.#say(`sluice: process ${pid} (${heap}) will pause for about ${describeDuration(pauseMs)}\n`);
  }

  places(asked: number, of: number): void {
    this.#tell(() => `asked ${asked.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} promises`);
  }

  snapshot(bytes: number): void {
    this.#tell(() => `heap snapshot: ${Math.round(bytes / 1e6)} MB`);
  }

  locals(looked: number, of: number): void {
    this.#tell(
      () =>
        `read the variables of ${looked.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} tasks, each of which pauses it`,
    );
  }

  busy(seconds: number): void {
    if (seconds < this.#busyAgainAtS) return;
    this.#busyAgainAtS = seconds + BUSY_EVERY_S;
    this.#say(`sluice: the main thread is busy; waiting until it comes to rest (${seconds} s)\n`);
  }

  blocked(seconds: number): void {
    if (seconds % BUSY_EVERY_S !== 1) return;
    this.#say(`sluice: the process does not answer: its main thread is blocked; waiting (${seconds} s)\n`);
  }

  portHeld(port: number, holder: string): void {
    this.#say(`sluice: port ${port} is held by the inspector of ${holder}; waiting until it is free\n`);
  }

  leftOpen(port: number): void {
    this.#say(`sluice: its inspector could not be closed again, and is open at port ${port}\n`);
  }

  ends({ pausedMs, leftClean, facts, workers, workersAsleep, localsLeftOut }: Dump): void {
    this.#say(`sluice: it paused for ${describeDuration(pausedMs)}\n`);
    if (workers > 0) this.#say(`sluice: ${counted(workers)} dumped as well\n`);
    if (workersAsleep > 0) this.#say(`sluice: ${counted(workersAsleep)} without an answer, left out\n`);
    if (localsLeftOut > 0)
      this.#say(
        `sluice: variables of ${localsLeftOut.toLocaleString("en-US")} tasks not read, which would take long (--locals=all)\n`,
      );
    if (!leftClean) this.#say(`sluice: the inspector of process ${facts.pid} could not be closed again\n`);
  }

  stop(): void {
    this.#erase();
  }

  #tell(words: () => string): void {
    const now = performance.now();
    if (now - this.#startedMs < PATIENCE_MS || now - this.#saidAtMs < EVERY_MS) return;
    // A log wants no line that is written over; it gets one every few seconds.
    if (!this.#tty && now - this.#saidAtMs < PATIENCE_MS * 5) return;
    this.#saidAtMs = now;
    const line = `sluice: ${words()}, ${describeDuration(now - this.#startedMs)}`;
    if (this.#tty) {
      this.#erase();
      this.#line = line;
      process.stderr.write(line);
    } else process.stderr.write(`${line}\n`);
  }

  #say(text: string): void {
    this.#erase();
    process.stderr.write(text);
  }

  #erase(): void {
    if (this.#line === "") return;
    process.stderr.write(`\r${" ".repeat(this.#line.length)}\r`);
    this.#line = "";
  }
}

function counted(threads: number): string {
  return `${threads} worker ${threads === 1 ? "thread" : "threads"}`;
}
