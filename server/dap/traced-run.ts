/** One run as the adapter sees it: the recording followed, findings looked for, and news told when there is some. */
import { randomUUID } from "node:crypto";
import type { IgnoreRule } from "../detect/silence.js";
import { History } from "../flow/history.js";
import { keepFlow, type KeptFlow } from "../flow/kept.js";
import { LookBack } from "../flow/look-back.js";
import { runFacts, type FlowSource } from "../flow/source.js";
import type { Tasks } from "../model/tasks.js";
import type { ProgramInfo } from "../model/task.js";
import { Follower } from "../session/follower.js";
import { replay } from "../session/replay.js";
import { blockedAmong } from "./blocked.js";
import { findingFacts, HeardFindings } from "./heard-findings.js";
import type { Ended, FindingsTold, Update } from "./protocol.js";
import { Pulse } from "./pulse.js";
import { momentOf, type Moment } from "./rows/moment.js";
import { keepViews } from "./rows/rows.js";
import { tasksOf } from "./rows/task-index.js";
import type { Run } from "./run.js";
import { ThreadChanges, type ThreadChange } from "./threads/thread-changes.js";
import { listThreads, type ThreadList } from "./threads/thread-list.js";

export interface RunListener {
  /** The program has told who it is. Once, before all else. */
  onProgram(program: ProgramInfo): void;
  onUpdate(update: Update): void;
  onFindings(told: FindingsTold): void;
  /** Before the last update: what the graph and the timeline go on showing. */
  onKept(kept: KeptFlow): void;
  onThreads(changes: readonly ThreadChange[], list: ThreadList): void;
  /** The recording cannot be read (any further). Told once. */
  onUnreadable(error: Error): void;
}

/** Waits become pauses and ages grow without a record. */
const HEARTBEAT_MS = 500;

/** When nothing has been told for so long, what happened so many times a second happens no more. */
const CALM_MS = 3000;

export class TracedRun implements Run {
  moment: Moment;
  readonly lookBack: LookBack;

  readonly #follower: Follower;
  readonly #history: History;
  readonly #key = randomUUID();
  #how: string | null = null;
  readonly #listener: RunListener;
  readonly #changes = new ThreadChanges();
  readonly #pulse = new Pulse(() => this.#look());
  readonly #heartbeat: NodeJS.Timeout;
  readonly #heard: HeardFindings;
  #toldRevision = -1;
  #toldAtMs = 0;
  #toldFindings = "[]";
  #toldBlocked = 0;
  #calm = true;
  #toldProgram = false;
  #toldError = false;
  #rest: Promise<void> | null = null;
  #finished = false;

  /** @param launched Nobody else reads the recordings of its workers and child processes. */
  constructor(recording: string, launched: boolean, ignored: readonly IgnoreRule[], listener: RunListener) {
    this.#listener = listener;
    this.#heard = new HeardFindings(ignored);
    this.#follower = new Follower(recording, { removes: launched });
    this.lookBack = new LookBack(
      (untilMs, prepare) => replay(recording, untilMs, prepare),
      () => this.#tellUpdate(null),
    );
    this.#history = new History(this.#follower.model);
    this.#follower.model.watch(this.#history);
    this.moment = momentOf(this.#follower.model, [], false);
    this.#follower.start(() => this.#pulse.wake());
    this.#heartbeat = setInterval(() => this.#pulse.wake(), HEARTBEAT_MS);
  }

  get model(): Tasks {
    return this.#follower.model;
  }

  get error(): Error | null {
    return this.#follower.error;
  }

  /** Milliseconds since the program's start. A program whose tasks all wait tells nothing: the clock goes on. */
  get nowMs(): number {
    const { program, nowMs } = this.model;
    return this.#finished || program === null ? nowMs : Math.max(nowMs, Date.now() - program.startedAtMs);
  }

  /** The program came to its end by itself, and nothing of it was lost: what is stuck at its end is told. */
  get isWholeStory(): boolean {
    const { exit, counters } = this.model;
    return exit !== null && exit.drained && !exit.byProgram && counters.dropped === 0;
  }

  flow(): FlowSource {
    const { model, nowMs, moment, lookBack } = this;
    const run = runFacts(model, { key: this.#key, how: this.#how, nowMs, lookBack });
    return { model, history: this.#history, findings: moment.findings, run, past: lookBack.past };
  }

  threads(): ThreadList {
    return listThreads(this.model, this.moment.stuck, this.nowMs);
  }

  /** The program is over, or none of ours any longer: reads what is left. Afterwards the model is final. */
  async readRest(): Promise<void> {
    this.#rest ??= this.#follower.finish();
    this.#lookNoMore();
    await this.#rest;
  }

  /** Tells the last word. */
  async finish(how: string): Promise<void> {
    await this.readRest();
    if (this.#finished) return;
    this.#finished = true;
    this.#tellProgram();
    this.#tellError();
    this.#how = how;
    this.lookBack.past = null;
    this.moment = momentOf(this.model, this.#heard.hear(this.model), true);
    this.#tellFindings();
    this.#listener.onKept(keepFlow(this.flow()));
    this.#tellUpdate({ how, ...keepViews(this.moment) });
  }

  /** Looks no more. */
  stop(): void {
    this.#lookNoMore();
    // Reading the rest ends by itself, and must not be cut off.
    if (this.#rest === null) void this.#follower.stop();
  }

  #lookNoMore(): void {
    clearInterval(this.#heartbeat);
    this.#pulse.stop();
  }

  #look(): void {
    this.#tellProgram();
    this.#tellError();
    const { nowMs, model } = this;
    const changed = model.revision !== this.#toldRevision;
    const calmed = !this.#calm && nowMs - this.#toldAtMs > CALM_MS;
    // A wait becomes a block without a record.
    const blocked = blockedAmong(tasksOf(model).live, nowMs);
    if (changed || calmed || blocked !== this.#toldBlocked) {
      this.#calm = calmed;
      this.#toldRevision = model.revision;
      this.#toldAtMs = nowMs;
      this.moment = momentOf(model, this.#heard.hear(model, nowMs), false, nowMs);
      this.#tellFindings();
      this.#tellUpdate(null);
    }
    const list = this.threads();
    const changes = this.#changes.next(list.threads, this.nowMs);
    if (changes.length > 0) this.#listener.onThreads(changes, list);
  }

  #tellProgram(): void {
    if (this.model.program === null || this.#toldProgram) return;
    this.#toldProgram = true;
    this.#listener.onProgram(this.model.program);
  }

  #tellError(): void {
    if (this.error === null || this.#toldError) return;
    this.#toldError = true;
    this.#listener.onUnreadable(this.error);
  }

  #tellFindings(): void {
    const findings = findingFacts(this.moment);
    const told = JSON.stringify(findings);
    if (told === this.#toldFindings) return;
    this.#toldFindings = told;
    this.#listener.onFindings({ findings });
  }

  #tellUpdate(ended: Ended | null): void {
    const { live, waiting } = tasksOf(this.model);
    const blocked = blockedAmong(live, this.nowMs);
    this.#toldBlocked = blocked;
    const { tasksStarted, dropped } = this.model.counters;
    this.#listener.onUpdate({
      revision: this.model.revision,
      counts: {
        started: tasksStarted,
        live: live.length,
        waiting,
        blocked,
        dropped,
      },
      findings: this.moment.findings.length,
      pastMs: this.lookBack.past?.atMs ?? null,
      dump: null,
      recording: null,
      ended,
    });
  }
}
