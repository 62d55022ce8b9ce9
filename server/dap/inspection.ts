/** The protocol's questions about threads, answered from a run. What is gone meanwhile has no frames or variables. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Finding } from "../detect/finding.js";
import { WORKER_ENDED } from "../dump/inspector/workers.js";
import type { Local } from "../model/dump-records.js";
import type { Task, TaskId } from "../model/task.js";
import type { UnitId } from "../model/tasks.js";
import type { BusyThread } from "../session/busy-threads.js";
import type { EngineHeap } from "./debugger/engine-heap.js";
import type { EngineHeaps } from "./debugger/engine-heaps.js";
import { Numbers } from "./numbers.js";
import type { Run } from "./run.js";
import type { SkipFile } from "./skip-files.js";
import { busyFrames, busyUnitOf } from "./threads/busy-thread.js";
import { framesOf, type Frame } from "./threads/frames.js";
import { PANIC_KEY, panicFrames, panicName } from "./threads/panic.js";
import type { ThreadList } from "./threads/thread-list.js";
import { callAt, localsOf, scopesOf, variablesOf } from "./threads/variables.js";
import type { Holder } from "./threads/task-variable.js";

/** Far more than a client shows at a time. */
const THREADS_REMEMBERED = 5_000;
const FRAMES_REMEMBERED = 20_000;

/** Stands in for the task of frames that have none: they have no variables. */
const NO_TASK = 0;

const NOT_THERE = "Expressions are evaluated in a frame of a task that waits in the main process.";

export class Inspection {
  readonly #run: Run;
  readonly #skip: SkipFile;
  readonly #engine: EngineHeaps | null;
  readonly #threads = new Numbers(THREADS_REMEMBERED);
  readonly #frames = new Numbers<`${number} ${number}`>(FRAMES_REMEMBERED);
  readonly #holders = new Numbers<Holder>(FRAMES_REMEMBERED);
  /** The task that stands for each thread. */
  readonly #taskOf = new Map<string, number>();
  /** To be called when the variables of a task are asked for. */
  readonly #lookers = new Map<TaskId, () => void>();
  #panic: Finding | null = null;

  /** @param engine of a live program */
  constructor(run: Run, skip: SkipFile, engine: EngineHeaps | null = null) {
    this.#run = run;
    this.#skip = skip;
    this.#engine = engine;
  }

  threadId(key: string): number {
    return this.#threads.of(key);
  }

  threads(list: ThreadList = this.#run.threads()): DebugProtocol.Thread[] {
    this.#taskOf.clear();
    const threads = list.threads.map(({ key, name, task }) => {
      this.#taskOf.set(key, task);
      return { id: this.threadId(key), name };
    });
    if (this.#panic !== null) threads.unshift({ id: this.threadId(PANIC_KEY), name: panicName(this.#panic) });
    return threads;
  }

  /** From now on it is a thread as well. @returns the thread's id */
  showPanic(finding: Finding): number {
    this.#panic = finding;
    return this.threadId(PANIC_KEY);
  }

  /** @returns the id of the thread that was shown, null when there was none */
  forgetPanic(): number | null {
    if (this.#panic === null) return null;
    this.#panic = null;
    return this.threadId(PANIC_KEY);
  }

  /** The thread that this task is in, which is in the list from now on. */
  threadOf(task: TaskId): number | undefined {
    this.#run.selected = task;
    const list = this.#run.threads();
    this.threads(list);
    const found = list.threads.find(({ holds }) => holds(task));
    return found === undefined ? undefined : this.threadId(found.key);
  }

  /** The task that stands for a thread. */
  taskOf(threadId: number): Task | undefined {
    const key = this.#threads.keyOf(threadId);
    const taskId = key === undefined ? undefined : this.#taskOf.get(key);
    return taskId === undefined ? undefined : this.#run.model.task(taskId);
  }

  /** Resolves when the client shows a frame of this thread, as far as its questions tell; or has not for so long. */
  async shown(threadId: number, limitMs: number): Promise<void> {
    const task = this.taskOf(threadId)?.id ?? NO_TASK;
    const looked = new Promise<void>((resolve) => this.#lookers.set(task, resolve));
    await Promise.race([looked, delay(limitMs, undefined, { ref: false })]);
    this.#lookers.delete(task);
  }

  stackTrace(args: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse["body"] {
    const task = this.taskOf(args.threadId);
    const frames = task === undefined ? this.#framesOfNoTask(args.threadId) : framesOf(this.#run.model, task);
    const key = task?.id ?? NO_TASK;
    const start = args.startFrame ?? 0;
    // By the protocol, 0 levels are all of them.
    const end = args.levels === undefined || args.levels === 0 ? frames.length : start + args.levels;
    return {
      stackFrames: frames
        .slice(start, end)
        .map((frame, index) => this.#stackFrame(frame, key, start + index)),
      totalFrames: frames.length,
    };
  }

  #framesOfNoTask(threadId: number): Frame[] {
    if (this.#threads.keyOf(threadId) === PANIC_KEY)
      return this.#panic === null ? [] : panicFrames(this.#panic);
    const busy = this.busyThreadOf(threadId);
    return busy === undefined ? [] : busyFrames(this.#run.model, busy);
  }

  /** The thread of the program, busy, that stands among those of tasks. */
  busyThreadOf(threadId: number): BusyThread | undefined {
    const unit = busyUnitOf(this.#threads.keyOf(threadId) ?? "");
    return this.#run.busy.find((thread) => thread.unit === unit);
  }

  scopes(args: DebugProtocol.ScopesArguments): DebugProtocol.Scope[] {
    const at = this.#frameOf(args.frameId);
    if (at === null) return [];
    // A client asks for the variables of the frame that its user looks at, and of no other.
    this.#run.selected = at.task;
    this.#lookers.get(at.task)?.();
    return scopesOf(this.#run.model, at.task, at.frame, this.#engine !== null).map(
      ({ name, holder, expensive }) => ({ name, variablesReference: this.#holders.of(holder), expensive }),
    );
  }

  /** @throws {Error} when the engine does not tell */
  async variables(args: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const holder = this.#holders.keyOf(args.variablesReference);
    if (holder === undefined) return [];
    const [kind, unit, id] = holder.split(" ");
    if ((kind === "engine" || kind === "queued") && this.#engine !== null) {
      const heap = this.#heapOf(this.#engine, Number(unit));
      const asked = kind === "engine" ? heap.locals(Number(id)) : heap.queued(Number(id));
      return (await asked).map((local) => ({ ...local, variablesReference: 0 }));
    }
    const live = this.#engine !== null;
    return variablesOf(this.#run.model, holder, this.#run.nowMs, live).map((variable) => ({
      name: variable.name,
      value: variable.value,
      ...(variable.type === undefined ? {} : { type: variable.type }),
      variablesReference: variable.holder === undefined ? 0 : this.#holders.of(variable.holder),
    }));
  }

  /**
   * An expression among the variables of a suspended function; of a dump, the name of one.
   *
   * @throws {Error} when there is no such frame, or what the expression throws
   */
  async evaluate({ expression, frameId = 0 }: DebugProtocol.EvaluateArguments): Promise<Local> {
    const at = this.#frameOf(frameId);
    const model = this.#run.model;
    const known = at === null ? [] : localsOf(model, at.task, at.frame);
    const local = known.find(({ name }) => name === expression.trim());
    if (local !== undefined) return local;
    const call = at === null ? undefined : callAt(model, at.task, at.frame);
    if (call === undefined || this.#engine === null) throw new Error(NOT_THERE);
    return this.#heapOf(this.#engine, call.unit).evaluate(call.id, expression);
  }

  /** @throws {Error} when it was a worker that has ended and left nothing to show: such a unit is let go */
  #heapOf(engine: EngineHeaps, id: UnitId): EngineHeap {
    const unit = this.#run.model.units.find((one) => one.id === id);
    if (unit === undefined) throw new Error(WORKER_ENDED);
    return engine.of(unit);
  }

  #frameOf(id: number): { task: TaskId; frame: number } | null {
    const [task = NaN, frame = 0] = (this.#frames.keyOf(id) ?? "").split(" ").map(Number);
    return Number.isNaN(task) ? null : { task, frame };
  }

  #stackFrame(frame: Frame, task: number, index: number): DebugProtocol.StackFrame {
    const id = this.#frames.of(`${task} ${index}`);
    if (frame.kind === "label") {
      return { id, name: frame.text, line: 0, column: 0, presentationHint: "label" };
    }
    const { function: name, file, line, column } = frame.site;
    const hint = this.#skip(file) ? ({ presentationHint: "subtle" } as const) : {};
    return { id, name, line, column, source: { name: basename(file), path: file }, ...hint };
  }
}
