/** Threads of a program that spin while `sluice run` waits for its end: what to say of them when its time is over. */
import { setTimeout as delay } from "node:timers/promises";
import { askProcessWhatRuns } from "../dump/ask.js";
import { BusyThreads, type BusyThread } from "../session/busy-threads.js";
import type { Follower } from "../session/follower.js";

/** What a thread has answered is read by then. */
const READ_WITHIN_MS = 1000;

export class Spinning {
  readonly #threads: BusyThreads;
  #onChange: () => void = () => undefined;

  constructor(follower: Follower) {
    this.#threads = new BusyThreads(follower, { onChange: () => this.#onChange(), onAsk: () => undefined });
  }

  /**
   * Those that spin now. Main threads of processes are asked what they run, for which their inspectors open and say so on
   * their stderr: so only of a program that is to end.
   */
  async ask(): Promise<readonly BusyThread[]> {
    const before = this.#threads.list;
    // That it spins is known all the same where it does not answer.
    const told = await Promise.allSettled(this.#threads.processes.map(({ pid }) => askProcessWhatRuns(pid)));
    const answers = told.filter(({ status }) => status === "fulfilled").length;
    await this.#places(answers);
    // It may have come round in the meantime.
    const now = this.#threads.list;
    return before.map((thread) => now.find(({ unit }) => unit === thread.unit) ?? thread);
  }

  endChildren(): void {
    this.#threads.endChildren();
  }

  stop(): void {
    this.#threads.stop();
  }

  /** Until so many have been read. */
  async #places(count: number): Promise<void> {
    const known = new Promise<void>((done) => {
      this.#onChange = () => {
        if (this.#threads.list.filter(({ running }) => running !== null).length >= count) done();
      };
      this.#onChange();
    });
    await Promise.race([known, delay(READ_WITHIN_MS)]);
  }
}
