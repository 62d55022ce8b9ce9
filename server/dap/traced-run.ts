/** One run as the adapter sees it: the recording followed, findings looked for, and news told when there is some. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Finding } from "../detect/finding.js";
import type { IgnoreRule } from "../detect/silence.js";
import { History } from "../flow/history.js";
import { keepFlow, keepMoment, type KeptFlow } from "../flow/kept.js";
import { LookBack } from "../flow/look-back.js";
import { runFacts, type FlowSource } from "../flow/source.js";
import { together, type Tasks } from "../model/tasks.js";
import type { ProgramInfo, TaskId } from "../model/task.js";
import { Follower } from "../session/follower.js";
import { replay } from "../session/replay.js";
import type { Unit } from "../model/tasks.js";
import { blockedAmong } from "./blocked.js";
import { busyFacts } from "./busy-facts.js";
import { BusyThreads, type BusyThread } from "../session/busy-threads.js";
import { findingFacts, HeardFindings } from "./heard-findings.js";
import { HeldTimes } from "./held-times.js";
import { LineIndex } from "./lines/line-index.js";
import type { Ended, FindingsTold, Still, Update } from "./protocol.js";
import { Pulse } from "./pulse.js";
import { momentOf, type Moment } from "./rows/moment.js";
import { keepViews } from "./rows/rows.js";
import { busyThread } from "./threads/busy-thread.js";
import { tasksOf } from "./rows/task-index.js";
import type { Run } from "./run.js";
import { Stills } from "./stills.js";
import { ThreadChanges, type ThreadChange } from "./threads/thread-changes.js";
import { FIRST_LOOK, listThreads, type ThreadList } from "./threads/thread-list.js";

export interface RunListener {
  /** The program has told who it is. Once, before all else. */
  onProgram(program: ProgramInfo): void;
  onUpdate(update: Update): void;
  onFindings(told: FindingsTold): void;
  /** Before the last update: what the graph and the timeline go on showing. */
  onKept(kept: KeptFlow, stills: readonly Still[]): void;
  /** These threads are busy: what those that are due run is to be asked, the others are to be left alone. */
  onBusy(due: readonly Unit[], busy: readonly Unit[]): void;
  onThreads(changes: readonly ThreadChange[], list: ThreadList): void;
  /** The recording cannot be read (any further). Told once. */
  onUnreadable(error: Error): void;
}

const READ_POLL_MS = 20;

/** Waits become pauses and ages grow without a record. */
const HEARTBEAT_MS = 500;

/** Of each moment that can be looked back at when nobody is left to read the recording. */
const STILL_ROWS = { rows: 120, otherwise: 40 };
const STILL_BOXES = { boxes: 40, tasks: 12 };

/** When nothing has been told for so long, what happened so many times a second happens no more. */
const CALM_MS = 3000;

export class TracedRun implements Run {
  moment: Moment;
  selected: TaskId | null = null;
  threadLook = FIRST_LOOK;
  /** Called with all findings when there are others. */
  onFound: (findings: readonly Finding[]) => void = () => undefined;
  /** Called when the program has told its last word, and what is found then. */
  onEnding: () => void = () => undefined;
  readonly lookBack: LookBack;

  readonly #follower: Follower;
  readonly lines: LineIndex;
  readonly #history: History;
  readonly #key = randomUUID();
  #how: string | null = null;
  readonly #listener: RunListener;
  #changes = new ThreadChanges();
  readonly #pulse = new Pulse(() => this.#look());
  readonly #heartbeat: NodeJS.Timeout;
  readonly #heard: HeardFindings;
  readonly #stills = new Stills();
  readonly #busy: BusyThreads;
  #toldRevision = -1;
  #toldAtMs = 0;
  #toldFindings = "[]";
  #toldBlocked = 0;
  #calm = true;
  #toldProgram = false;
  #toldEnding = false;
  #toldError = false;
  #rest: Promise<void> | null = null;
  #finished = false;
  readonly #held = new HeldTimes();
  /** It is about to be held. */
  #stopping = false;

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
    this.lines = new LineIndex(this.#follower.model);
    this.#follower.model.watch(together(this.#history, this.lines));
    this.moment = momentOf(this.#follower.model, [], false);
    this.#busy = new BusyThreads(this.#follower, {
      onChange: () => this.#tellAnew(),
      onAsk: (due, busy) => listener.onBusy(due, busy),
    });
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
    if (this.#held.sinceMs !== null) return Math.max(nowMs, this.#held.sinceMs);
    return this.#finished || program === null ? nowMs : Math.max(nowMs, clockMs(program));
  }

  /** How long a wait has lasted that began then, without the time in which a debugger held the program. */
  waitedMs(fromMs: number): number {
    return this.#held.runningMs(fromMs, this.nowMs);
  }

  /** A debugger holds the program from now on, or lets it go on: while it does time stands still. */
  hold(held: boolean): void {
    if (held === this.#isHeld) return;
    const { program, nowMs } = this.model;
    this.#stopping = false;
    if (held) this.#held.begin(this.nowMs);
    else this.#held.end(program === null ? nowMs : clockMs(program));
    this.#busy.hold(held);
    this.#tellAnew();
  }

  #tellAnew(): void {
    this.#toldRevision = -1;
    this.#pulse.wake();
  }

  endBusyChildren(): void {
    this.#busy.endChildren();
  }

  get busy(): readonly BusyThread[] {
    return this.#busy.list;
  }

  get #isHeld(): boolean {
    return this.#held.sinceMs !== null;
  }

  /** It is about to be held, for a task that is to be seen: what is told of its thread at that is told before. */
  stopping(): void {
    this.#stopping = true;
    this.#tellThreads();
  }

  /** False again when it is held, or when the user has it go on before that. */
  get isStopping(): boolean {
    return this.#stopping;
  }

  tellThreadsAnew(): void {
    this.#stopping = false;
    this.#changes = new ThreadChanges();
    this.#pulse.wake();
  }

  /** Reads until the program has told what it is known to tell. */
  async untilTold(isTold: (model: Tasks) => boolean, signal: AbortSignal): Promise<void> {
    while (!isTold(this.model) && !signal.aborted) await delay(READ_POLL_MS, undefined, { ref: false });
    this.#look();
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
    const { selected, threadLook: look } = this;
    const held = this.#isHeld || this.#stopping;
    const list = listThreads(this.model, this.moment.stuck, this.nowMs, { selected, held, look });
    return { ...list, threads: [...this.busy.map((one) => busyThread(one, this.nowMs)), ...list.threads] };
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
    this.#held.end(this.nowMs);
    this.lookBack.past = null;
    this.moment = momentOf(this.model, this.#heard.hear(this.model), true);
    this.#tellFindings();
    const stills = this.#stills.told();
    this.#listener.onKept(keepFlow(this.flow(), stills.length > 0), stills);
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
    this.#busy.stop();
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
      this.moment = momentOf(model, this.#heard.hear(model, nowMs), false, nowMs, this.#isHeld, this.busy);
      this.#tellFindings();
      this.#tellUpdate(null);
      this.#stills.take(nowMs, () => this.#still(nowMs));
    }
    this.#tellThreads();
    this.#tellEnding();
  }

  #tellEnding(): void {
    if (this.model.exit === null || this.#toldEnding) return;
    this.#toldEnding = true;
    this.onEnding();
  }

  #tellThreads(): void {
    const list = this.threads();
    const changes = this.#changes.next(list.threads, this.nowMs, this.#isHeld);
    if (changes.length > 0) this.#listener.onThreads(changes, list);
  }

  #still(atMs: number): Still {
    const { findings } = this.moment;
    const source = { ...this.flow(), past: null };
    return {
      atMs,
      flow: keepMoment({ ...source, run: { ...source.run, pastMs: atMs } }, STILL_BOXES),
      rows: keepViews(momentOf(this.model, findings, true, atMs), STILL_ROWS),
    };
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
    this.onFound(this.moment.findings);
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
      busy: busyFacts(this.model, this.busy),
      held: this.#isHeld,
      dump: null,
      recording: null,
      startedAtMs: this.model.program?.startedAtMs ?? null,
      ended,
    });
  }
}

/** Milliseconds since the program's start, by the clock of who reads. */
function clockMs({ startedAtMs }: ProgramInfo): number {
  return Date.now() - startedAtMs;
}
