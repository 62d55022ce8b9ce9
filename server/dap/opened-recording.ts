/** A recording that was kept, shown as it stood at its end. Nothing of it changes, and it can be looked at in full. */
import { Event, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { existsSync } from "node:fs";
import type { IgnoreRule } from "../detect/silence.js";
import { History } from "../flow/history.js";
import { keepFlow } from "../flow/kept.js";
import { LookBack } from "../flow/look-back.js";
import { runFacts, type FlowSource } from "../flow/source.js";
import { together, type Tasks } from "../model/tasks.js";
import { Follower } from "../session/follower.js";
import { replay } from "../session/replay.js";
import { ConfigurationError } from "./arguments.js";
import { endingWords, findingLines, outputEvent } from "./console-words.js";
import { blockedAmong } from "./blocked.js";
import type { Debuggee } from "./debuggee.js";
import { findingFacts, HeardFindings } from "./heard-findings.js";
import { Inspection } from "./inspection.js";
import { LineIndex } from "./lines/line-index.js";
import type { TaskId } from "../model/task.js";
import type { Update } from "./protocol.js";
import { momentOf, type Moment } from "./rows/moment.js";
import { keepViews } from "./rows/rows.js";
import { tasksOf } from "./rows/task-index.js";
import type { Run } from "./run.js";
import type { SkipFile } from "./skip-files.js";
import { FIRST_LOOK, listThreads, type ThreadList } from "./threads/thread-list.js";

/** A program that was killed told no end: what stood at its last word stood for good. */
const KILLED_LATER_MS = 1000;

type SendEvent = (event: DebugProtocol.Event) => void;

/** @throws {ConfigurationError} when it is not there, or none of this version's. */
export async function openRecording(
  file: string,
  ignored: readonly IgnoreRule[],
  skip: SkipFile,
  send: SendEvent,
): Promise<Debuggee> {
  if (!existsSync(file)) throw new ConfigurationError(`there is no recording ${file}: check the path`);
  const follower = new Follower(file);
  const { model } = follower;
  const history = new History(model);
  const lines = new LineIndex(model);
  model.watch(together(history, lines));
  await follower.finish();
  const { error } = follower;
  if (error !== null) throw new ConfigurationError(`${file} cannot be read: ${error.message}`);
  return new OpenedRecording(file, new RecordedRun(file, { model, history, lines }, ignored), skip, send);
}

class OpenedRecording implements Debuggee {
  readonly run: RecordedRun;
  readonly inspection: Inspection;
  readonly #file: string;
  readonly #send: SendEvent;
  #over = false;

  constructor(file: string, run: RecordedRun, skip: SkipFile, send: SendEvent) {
    this.#file = file;
    this.#send = send;
    this.run = run;
    this.inspection = new Inspection(this.run, skip);
    send(new Event("sluice/findings", { findings: findingFacts(this.run.moment) }));
    send(new Event("sluice/update", this.#update(null)));
    for (const line of findingLines(this.run.moment)) send(outputEvent(line));
  }

  proveLeaks(): Promise<void> {
    return Promise.reject(
      new Error("leaks are proved in a program that runs under Sluice, not in a recording"),
    );
  }

  terminate(): Promise<void> {
    this.#tellOver();
    this.#send(new TerminatedEvent());
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#tellOver();
    return Promise.resolve();
  }

  #tellOver(): void {
    if (this.#over) return;
    this.#over = true;
    this.#send(new Event("sluice/flow", keepFlow(this.run.flow())));
    this.#send(new Event("sluice/update", this.#update("was recorded")));
  }

  #update(how: string | null): Update {
    const { model, moment } = this.run;
    const { live, waiting } = tasksOf(model);
    const { tasksStarted, dropped } = model.counters;
    const { argv = [] } = model.program ?? {};
    const exitCode = model.exit?.code ?? null;
    return {
      revision: model.revision,
      counts: {
        started: tasksStarted,
        live: live.length,
        waiting,
        blocked: blockedAmong(live, this.run.nowMs),
        dropped,
      },
      findings: moment.findings.length,
      pastMs: this.run.lookBack.past?.atMs ?? null,
      busy: [],
      held: false,
      dump: null,
      recording: {
        file: this.#file,
        program: argv[1] ?? argv[0] ?? "",
        how: exitCode === null ? "told no end" : endingWords({ exitCode, signal: null }),
      },
      startedAtMs: model.program?.startedAtMs ?? null,
      ended: how === null ? null : { how, ...keepViews(moment) },
    };
  }
}

/** What was made of a recording while it was read. */
interface Read {
  readonly model: Tasks;
  readonly history: History;
  readonly lines: LineIndex;
}

class RecordedRun implements Run {
  readonly model: Tasks;
  readonly moment: Moment;
  selected: TaskId | null = null;
  threadLook = FIRST_LOOK;
  readonly nowMs: number;
  readonly lookBack: LookBack;
  readonly lines: LineIndex;
  readonly #file: string;
  readonly #history: History;

  constructor(file: string, { model, history, lines }: Read, ignored: readonly IgnoreRule[]) {
    this.#file = file;
    this.model = model;
    this.lines = lines;
    this.lookBack = new LookBack((untilMs, prepare) => replay(file, untilMs, prepare));
    this.#history = history;
    this.nowMs = model.exit === null ? model.nowMs + KILLED_LATER_MS : model.nowMs;
    this.moment = momentOf(model, new HeardFindings(ignored).hear(model, this.nowMs), true, model.nowMs);
  }

  /** Nothing of it runs. */
  readonly busy = [];

  threads(): ThreadList {
    const { selected, threadLook: look } = this;
    return listThreads(this.model, this.moment.stuck, this.nowMs, { selected, look });
  }

  flow(): FlowSource {
    const { model, nowMs, moment, lookBack } = this;
    const run = runFacts(model, { key: `recording ${this.#file}`, how: "was recorded", nowMs, lookBack });
    return { model, history: this.#history, findings: moment.findings, run, past: lookBack.past };
  }
}
