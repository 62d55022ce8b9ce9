/** The protocol's questions about threads, answered from a run. What is gone meanwhile has no frames or variables. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { basename } from "node:path";
import { Numbers } from "./numbers.js";
import type { Run } from "./run.js";
import type { SkipFile } from "./skip-files.js";
import { framesOf, type Frame } from "./threads/frames.js";
import type { ThreadList } from "./threads/thread-list.js";
import { scopesOf, variablesOf, type Holder } from "./threads/variables.js";

/** Far more than a client shows at a time. */
const THREADS_REMEMBERED = 5_000;
const FRAMES_REMEMBERED = 20_000;

export class Inspection {
  readonly #run: Run;
  readonly #skip: SkipFile;
  readonly #threads = new Numbers(THREADS_REMEMBERED);
  readonly #frames = new Numbers<`${number} ${number}`>(FRAMES_REMEMBERED);
  readonly #holders = new Numbers<Holder>(FRAMES_REMEMBERED);
  /** The task that stands for each thread. */
  readonly #taskOf = new Map<string, number>();

  constructor(run: Run, skip: SkipFile) {
    this.#run = run;
    this.#skip = skip;
  }

  threadId(key: string): number {
    return this.#threads.of(key);
  }

  threads(list: ThreadList = this.#run.threads()): DebugProtocol.Thread[] {
    this.#taskOf.clear();
    return list.threads.map(({ key, name, task }) => {
      this.#taskOf.set(key, task);
      return { id: this.threadId(key), name };
    });
  }

  stackTrace(args: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse["body"] {
    const key = this.#threads.keyOf(args.threadId);
    const taskId = key === undefined ? undefined : this.#taskOf.get(key);
    const task = taskId === undefined ? undefined : this.#run.model.task(taskId);
    if (task === undefined) return { stackFrames: [], totalFrames: 0 };
    const frames = framesOf(this.#run.model, task);
    const start = args.startFrame ?? 0;
    // By the protocol, 0 levels are all of them.
    const end = args.levels === undefined || args.levels === 0 ? frames.length : start + args.levels;
    return {
      stackFrames: frames
        .slice(start, end)
        .map((frame, index) => this.#stackFrame(frame, task.id, start + index)),
      totalFrames: frames.length,
    };
  }

  scopes(args: DebugProtocol.ScopesArguments): DebugProtocol.Scope[] {
    const [task = NaN, frame = 0] = (this.#frames.keyOf(args.frameId) ?? "").split(" ").map(Number);
    if (Number.isNaN(task)) return [];
    return scopesOf(this.#run.model, task, frame).map(({ name, holder }) => ({
      name,
      variablesReference: this.#holders.of(holder),
      expensive: false,
    }));
  }

  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const holder = this.#holders.keyOf(args.variablesReference);
    if (holder === undefined) return [];
    return variablesOf(this.#run.model, holder, this.#run.nowMs).map((variable) => ({
      name: variable.name,
      value: variable.value,
      ...(variable.type === undefined ? {} : { type: variable.type }),
      variablesReference: variable.holder === undefined ? 0 : this.#holders.of(variable.holder),
    }));
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
