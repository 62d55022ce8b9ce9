/** The program of a session: followed while it runs, told about at its end. */
import { ContinuedEvent, Event, ExitedEvent, TerminatedEvent, ThreadEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { setTimeout as delay } from "node:timers/promises";
import { OFTEN } from "../codes/codes.js";
import { findingsOf } from "../detect/detectors.js";
import type { IgnoreRule } from "../detect/silence.js";
import { askProcessWhatRuns, askToProveLeaks } from "../dump/ask.js";
import { leave } from "../dump/dump.js";
import { isInspectorOpen, reach } from "../dump/target/reach.js";
import { isOfMainProcess, type Tasks, type Unit } from "../model/tasks.js";
import type { ProgramInfo, Site } from "../model/task.js";
import { readLineCounts } from "../session/line-counts.js";
import { countsFolder, removeRecordings } from "../session/recordings.js";
import {
  endingWords,
  exitCodeOf,
  findingLines,
  hiddenTasksWords,
  outputEvent,
  unreadableWords,
  type ConsoleLine,
} from "./console-words.js";
import { BusyConsole } from "./busy-console.js";
import { busySite } from "../session/busy-words.js";
import type { Debuggee } from "./debuggee.js";
import { EngineHeaps } from "./debugger/engine-heaps.js";
import type { Connection } from "./debugger/engine-threads.js";
import { RunningAsks } from "./debugger/running-asks.js";
import { Inspection } from "./inspection.js";
import type { SluiceEvents } from "./protocol.js";
import type { SkipFile } from "./skip-files.js";
import { GRACE_MS, type Ending, type Target } from "./target/target.js";
import type { ThreadChange } from "./threads/thread-changes.js";
import type { ThreadList } from "./threads/thread-list.js";
import { TracedRun } from "./traced-run.js";

const LEFT_RUNNING = "was left running";

/** SIGKILL comes after the grace; nothing of the program is waited for after that. */
const CLOSE_LIMIT_MS = GRACE_MS + 500;

/** What was told is read by then. */
const TOLD_WITHIN_MS = 2000;

export type SendEvent = (event: DebugProtocol.Event) => void;

export class Program implements Debuggee {
  readonly run: TracedRun;
  readonly inspection: Inspection;
  readonly #send: SendEvent;
  readonly #engine: EngineHeaps;
  readonly #asks: RunningAsks;
  readonly #busyConsole = new BusyConsole();
  #target: Target | null = null;
  #told: Promise<void> | null = null;
  #hiddenTold = false;

  constructor(
    recording: string,
    launched: boolean,
    ignored: readonly IgnoreRule[],
    skip: SkipFile,
    send: SendEvent,
    engine?: EngineHeaps,
  ) {
    this.#send = send;
    this.#engine = engine ?? new EngineHeaps(() => this.#enter());
    // Beside a debugger there is an inspector, and it is open.
    this.#asks = new RunningAsks(
      this.#engine,
      async () => engine !== undefined || isInspectorOpen(this.#pid),
    );
    this.run = new TracedRun(recording, launched, ignored, {
      onProgram: (program) => this.#tellProgram(program),
      onUpdate: (update) => this.#custom("sluice/update", update),
      onFindings: (told) => this.#custom("sluice/findings", told),
      onKept: (kept, stills) => {
        this.#custom("sluice/flow", kept);
        // One by one: the client's process is shared, and is not to be held up by a large one.
        for (const still of stills) this.#custom("sluice/past", still);
      },
      onBusy: (due, busy) => this.#askBusy(due, busy),
      onThreads: (changes, list) => this.#tellThreads(changes, list),
      onUnreadable: (error) => this.#tell({ text: unreadableWords(error), site: null }, "stderr"),
    });
    this.inspection = new Inspection(this.run, skip, this.#engine);
  }

  get model(): Tasks {
    return this.run.model;
  }

  /** From now on it runs; its end ends the session. */
  follow(target: Target): void {
    this.#target = target;
    this.#told = target.ended.then((ending) => this.#tellEnd(target, ending));
  }

  /** Resolves when its end has been told. */
  get over(): Promise<void> {
    return this.#told ?? Promise.resolve();
  }

  async proveLeaks(): Promise<void> {
    await askToProveLeaks(this.#pid);
  }

  /** @throws {Error} when none is busy, or none of those can be asked */
  async whatRuns(): Promise<Site | null> {
    const { model } = this;
    const busy = model.units.filter(({ id }) => this.run.busy.some(({ unit }) => unit === id));
    if (busy.length === 0) throw new Error("no thread of the program is busy");
    const told = await Promise.allSettled(busy.map((unit) => this.#ask(unit)));
    const refused = told.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
    if (refused !== undefined && told.every(({ status }) => status === "rejected")) throw refused.reason;
    const { run } = this;
    const known = (): boolean => run.busy.every(({ running }) => running !== null);
    await run.untilTold(known, AbortSignal.timeout(TOLD_WITHIN_MS));
    return run.busy.map(busySite).find((site) => site !== null) ?? null;
  }

  async #ask(unit: Unit): Promise<void> {
    const { threadId, kind, model } = unit;
    if (isOfMainProcess(this.model, unit)) return this.#asks.ask(threadId);
    if (kind === "worker") throw new Error("workers of child processes are not asked what they run");
    if (model.program !== null) await askProcessWhatRuns(model.program.pid);
  }

  /** Without opening anything: that would show in the program's output. */
  #askBusy(due: readonly Unit[], busy: readonly Unit[]): void {
    for (const line of this.#busyConsole.look(this.run.busy, this.run.nowMs)) this.#tell(line, "console");
    const inProcess = busy.filter((unit) => isOfMainProcess(this.model, unit));
    this.#asks.keepOnly(new Set(inProcess.map(({ threadId }) => threadId)));
    for (const unit of due) if (inProcess.includes(unit)) void this.#asks.askIfOpen(unit.threadId);
  }

  get #pid(): number {
    const pid = this.model.program?.pid;
    if (pid === undefined) throw new Error("the program has not started yet");
    return pid;
  }

  async #enter(): Promise<Connection> {
    const reached = await reach({ kind: "pid", pid: this.#pid }, { portHeld: () => undefined });
    return { session: reached.session, leave: () => leave(reached) };
  }

  /** Asks a launched program to end; of another one only the session ends. */
  async terminate(): Promise<void> {
    if (this.#target?.launched !== false) {
      this.#endTarget();
      return;
    }
    await this.#asks.close();
    await this.#engine.close();
    await this.run.finish(LEFT_RUNNING);
    this.#send(new TerminatedEvent());
  }

  /** The client is done. What it launched ends before this resolves; what it attached to runs on. */
  async close(): Promise<void> {
    await this.#asks.close();
    await this.#engine.close();
    if (this.#target?.launched === false) return this.run.finish(LEFT_RUNNING);
    this.#endTarget();
    await Promise.race([this.#told, delay(CLOSE_LIMIT_MS)]);
    this.run.stop();
  }

  #endTarget(): void {
    this.run.endBusyChildren();
    this.#target?.end();
  }

  async #tellEnd(target: Target, ending: Ending): Promise<void> {
    await this.run.readRest();
    const known = { ...ending, exitCode: ending.exitCode ?? this.model.exit?.code ?? null };
    const how = endingWords(known);
    await this.run.finish(how);
    if (this.run.isWholeStory) await this.#tellCounts(target);
    if (target.launched) await removeRecordings(target.recording);
    this.#tell({ text: `The program ${how}.`, site: null }, "console");
    for (const line of findingLines(this.run.moment)) this.#tell(line, "console");
    const exitCode = exitCodeOf(known);
    if (exitCode !== null) this.#send(new ExitedEvent(exitCode));
    this.#send(new TerminatedEvent());
  }

  /** What did not happen is as much worth telling as what did, where it would have been seen. */
  async #tellCounts({ recording }: Target): Promise<void> {
    const files = await readLineCounts(countsFolder(recording), OFTEN, import.meta.dirname).catch(() => []);
    if (files.length === 0) return;
    const found = [...new Set(findingsOf(this.model).map(({ kind }) => kind))];
    this.#custom("sluice/counts", { files, found });
  }

  #tellProgram({ pid, argv }: ProgramInfo): void {
    const body: DebugProtocol.ProcessEvent["body"] = {
      name: argv[1] ?? argv[0] ?? "",
      systemProcessId: pid,
      isLocalProcess: true,
      startMethod: this.#target?.launched === false ? "attach" : "launch",
    };
    this.#send(new Event("process", body));
  }

  #tellThreads(changes: readonly ThreadChange[], list: ThreadList): void {
    for (const change of changes) {
      const threadId = this.inspection.threadId(change.key);
      if (change.kind === "paused") this.#send(pausedEvent(threadId, change));
      else if (change.kind === "continued") this.#send(new ContinuedEvent(threadId, false));
      else this.#send(new ThreadEvent(change.kind, threadId));
    }
    if (list.hiddenTasks > 0 && !this.#hiddenTold) {
      this.#hiddenTold = true;
      this.#tell({ text: hiddenTasksWords(list.hiddenTasks), site: null }, "console");
    }
  }

  #tell(line: ConsoleLine, category: "console" | "stderr"): void {
    this.#send(outputEvent(line, category));
  }

  #custom<K extends keyof SluiceEvents>(name: K, body: SluiceEvents[K]): void {
    this.#send(new Event(name, body));
  }
}

type Paused = Extract<ThreadChange, { kind: "paused" }>;

/** A task that waits, or a thread that is busy, without taking the focus from what the user looks at. */
function pausedEvent(threadId: number, { state, isBusy }: Paused): DebugProtocol.Event {
  const body: DebugProtocol.StoppedEvent["body"] = {
    reason: isBusy ? "busy" : "waiting",
    description: isBusy ? "Busy" : "Waiting",
    text: state,
    threadId,
    preserveFocusHint: true,
    allThreadsStopped: false,
  };
  return new Event("stopped", body);
}
