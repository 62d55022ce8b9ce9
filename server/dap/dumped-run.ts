/** A dump as a run: it shows one moment, and nothing in it ever changes. */
import type { IgnoreRule } from "../detect/silence.js";
import { History } from "../flow/history.js";
import { runFacts, type FlowSource } from "../flow/source.js";
import type { Model } from "../model/model.js";
import { HeardFindings } from "./heard-findings.js";
import { LineIndex } from "./lines/line-index.js";
import { TaskCounts } from "./lines/task-counts.js";
import type { TaskId } from "../model/task.js";
import type { Update } from "./protocol.js";
import { momentOf, type Moment } from "./rows/moment.js";
import { keepViews } from "./rows/rows.js";
import { tasksOf } from "./rows/task-index.js";
import type { Run } from "./run.js";
import { FIRST_LOOK, listThreads, type ThreadList } from "./threads/thread-list.js";

export class DumpedRun implements Run {
  readonly model: Model;
  readonly moment: Moment;
  selected: TaskId | null = null;
  threadLook = FIRST_LOOK;
  readonly lookBack = null;
  readonly lines: LineIndex;
  readonly #atMs: number;
  #history: History | null = null;

  /** @param atMs when it was taken, since the epoch */
  constructor(model: Model, atMs: number, ignored: readonly IgnoreRule[]) {
    this.model = model;
    this.moment = momentOf(model, new HeardFindings(ignored).hear(model), true);
    this.lines = new LineIndex(model, TaskCounts.ofMoment(model));
    this.#atMs = atMs;
  }

  get nowMs(): number {
    return this.model.nowMs;
  }

  /** Nothing of it runs. */
  readonly busy = [];

  threads(): ThreadList {
    const { selected, threadLook: look } = this;
    return listThreads(this.model, this.moment.stuck, this.nowMs, { selected, look });
  }

  flow(): FlowSource {
    const { model, nowMs } = this;
    this.#history ??= History.ofMoment(model);
    const run = runFacts(model, { key: `dump ${this.#atMs}`, how: null, nowMs });
    return { model, history: this.#history, findings: this.moment.findings, run, past: null };
  }

  /** @param how the session ended; null while it goes on */
  update(how: string | null): Update {
    const { live, waiting } = tasksOf(this.model);
    const { pid = 0, argv = [] } = this.model.program ?? {};
    return {
      revision: this.model.revision,
      counts: { started: live.length, live: live.length, waiting, blocked: 0, dropped: 0 },
      findings: this.moment.findings.length,
      pastMs: null,
      busy: [],
      held: false,
      dump: { atMs: this.#atMs, pid, program: argv[1] ?? argv[0] ?? "" },
      recording: null,
      startedAtMs: this.model.program?.startedAtMs ?? null,
      ended: how === null ? null : { how, ...keepViews(this.moment) },
    };
  }
}
