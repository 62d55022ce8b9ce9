import { randomUUID } from "node:crypto";
import { findingsOf } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import { History } from "../flow/history.js";
import { LookBack } from "../flow/look-back.js";
import { runFacts, type FlowSource } from "../flow/source.js";
import { Follower } from "../session/follower.js";
import { replay } from "../session/replay.js";
import { isRunning } from "../session/running.js";

/** Detectors look at all tasks: no more often than this. */
const FINDINGS_EVERY_MS = 500;

/** A run as the pages see it: a recording, read once, or a process that is followed. */
export class ViewedRun {
  readonly lookBack: LookBack;
  readonly #follower: Follower;
  readonly #history: History;
  readonly #key = randomUUID();
  /** Of the process that is followed. */
  readonly #pid: number | null;
  #how: string | null = null;
  #findings: readonly Finding[] = [];
  #lookedMs = -Infinity;

  private constructor(recording: string, pid: number | null) {
    this.lookBack = new LookBack((untilMs, prepare) => replay(recording, untilMs, prepare));
    this.#follower = new Follower(recording);
    this.#history = new History(this.#follower.model);
    this.#follower.model.watch(this.#history);
    this.#pid = pid;
  }

  /** @throws when it cannot be read */
  static async ofRecording(path: string): Promise<ViewedRun> {
    const run = new ViewedRun(path, null);
    await run.#finish("recording");
    if (run.#follower.error !== null) throw run.#follower.error;
    return run;
  }

  static ofProcess(pid: number, recording: string): ViewedRun {
    const run = new ViewedRun(recording, pid);
    run.#follower.start(() => undefined);
    return run;
  }

  async flow(): Promise<FlowSource> {
    if (this.#pid !== null && this.#how === null && !isRunning(this.#pid)) await this.#finish("ended");
    const { model } = this.#follower;
    // A program whose tasks all wait tells nothing: the clock goes on.
    const sinceMs = this.#how === null && model.program !== null ? Date.now() - model.program.startedAtMs : 0;
    const nowMs = Math.max(model.nowMs, sinceMs);
    const { lookBack } = this;
    const run = runFacts(model, { key: this.#key, how: this.#how, nowMs, lookBack });
    return { model, history: this.#history, findings: this.#findingsAt(nowMs), run, past: lookBack.past };
  }

  async close(): Promise<void> {
    if (this.#how === null) await this.#follower.stop();
  }

  async #finish(how: string): Promise<void> {
    this.#how = how;
    await this.#follower.finish();
    this.#lookedMs = -Infinity;
  }

  #findingsAt(nowMs: number): readonly Finding[] {
    const again = performance.now() - this.#lookedMs > FINDINGS_EVERY_MS;
    if (again && (this.#how === null || this.#lookedMs === -Infinity)) {
      this.#findings = findingsOf(this.#follower.model, nowMs);
      this.#lookedMs = performance.now();
    }
    return this.#findings;
  }
}
