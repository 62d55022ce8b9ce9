/** What the pages ask, answered from a run. */
import { encodeChanges, encodeHandoffs, encodeTasks } from "../../media/wire/columns.js";
import type {
  BoxFacts,
  Cursor,
  GraphFacts,
  HistoryFacts,
  PrimitiveFacts,
  SiteFacts,
  TaskFacts,
  TasksFacts,
} from "../../media/wire/facts.js";
import type { Question } from "../../media/wire/messages.js";
import { RUNNING, stateOfOp } from "../../media/wire/states.js";
import type { PrimitiveId } from "../model/task.js";
import { describeState } from "../model/words.js";
import { graphOf, primitiveId, siteId } from "./graph.js";
import type { TaskSince } from "./history.js";
import type { FlowSource } from "./source.js";

/** One piece of the history: some 700 kB of text, which is parsed in a few milliseconds. */
export const CHANGES_PER_PIECE = 1 << 15;

export function answerPage(
  source: FlowSource,
  question: Exclude<Question, { kind: "look" }>,
): GraphFacts | HistoryFacts | TasksFacts | BoxFacts {
  switch (question.kind) {
    case "graph":
      return graphOf(asSeen(source));
    case "history":
      return historyFrom(source, question.cursor);
    case "boxOf": {
      const site = asSeen(source).history.siteOfTask(question.task);
      return { box: site === undefined ? null : siteId(site) };
    }
    case "tasks":
      return tasksOf(asSeen(source), question.box, question.limit);
  }
}

/** The history is always that of the whole run; the rest is as of the time that is looked at. */
function asSeen(source: FlowSource): FlowSource {
  const { past } = source;
  return past === null ? source : { ...source, ...past };
}

/** What came after the cursor. */
export function historyFrom(source: FlowSource, cursor: Cursor | null): HistoryFacts {
  const { history, run } = source;
  const { changes, tasks } = history;
  const anew =
    cursor?.run !== run.key ||
    !changes.canReadFrom(cursor.changes) ||
    !tasks.canReadFrom(cursor.tasks) ||
    cursor.sites > history.sites.length ||
    cursor.primitives > history.peers.end ||
    cursor.handoffs > history.handoffs.end;
  const from = anew
    ? { changes: changes.base, tasks: tasks.base, sites: 0, primitives: 0, handoffs: 0 }
    : cursor;
  const piece = changes.slice(from.changes, CHANGES_PER_PIECE);
  const rows = tasks.slice(from.tasks, CHANGES_PER_PIECE);
  const handoffs = history.handoffs.slice(from.handoffs, CHANGES_PER_PIECE);
  const next: Cursor = {
    run: run.key,
    changes: from.changes + piece.count,
    tasks: from.tasks + rows.count,
    sites: history.sites.length,
    primitives: history.peers.end,
    handoffs: handoffs.nextSeq,
  };
  return {
    run,
    anew,
    cursor: next,
    more: next.changes < changes.end || next.tasks < tasks.end || next.handoffs < history.handoffs.end,
    sites: history.sites.slice(from.sites).map(siteFacts),
    primitives: history.peers
      .since(from.primitives)
      .flatMap((id) => primitiveFacts(history.groupOf(id)?.first.name, id, source)),
    tasks: encodeTasks(rows),
    changes: encodeChanges(piece),
    handoffs: encodeHandoffs(handoffs),
  };
}

function siteFacts({ index, name, place, unit }: FlowSource["history"]["sites"][number]): SiteFacts {
  const where = place === null ? null : { file: place.file, line: place.line, column: place.column };
  return { index, name, place: where, unit };
}

function primitiveFacts(
  name: string | undefined,
  id: PrimitiveId,
  { model }: FlowSource,
): PrimitiveFacts | [] {
  const primitive = model.primitive(id);
  if (primitive === undefined) return [];
  const { kind, putters, takers } = primitive;
  return { id, kind, name: name ?? "", putters, takers };
}

/** The tasks of a box, or those that wait at it; stuck ones and long waits first. */
function tasksOf({ model, history, findings }: FlowSource, box: string, limit: number): TasksFacts {
  const index = Number(box.slice(1));
  const of = box.startsWith("s") ? history.sites[index] : history.primitives[index];
  if (of === undefined) return { tasks: [], total: 0 };
  const stuck = new Set(findings.flatMap((finding) => finding.tasks));
  const first = new FirstOf(limit, stuck);
  for (const task of history.liveTasksAt(of)) first.add(task);
  const tasks = first.tasks.flatMap(({ id, fromUs }): TaskFacts[] => {
    const task = model.task(id);
    if (task === undefined) return [];
    const at = task.wait?.primitive == null ? undefined : history.groupOf(task.wait.primitive);
    const place = task.stack[0] ?? task.created[0];
    return [
      {
        id,
        name: task.name,
        state: describeState(model, task),
        code: task.wait === null ? RUNNING : stateOfOp(task.wait.op),
        at: at === undefined ? null : primitiveId(at),
        sinceMs: fromUs / 1000,
        stuck: stuck.has(id),
        place: place === undefined ? null : { file: place.file, line: place.line, column: place.column },
      },
    ];
  });
  return { tasks, total: first.total };
}

/** The first few in their order, without putting all of them in order: a box may hold a hundred thousand. */
class FirstOf {
  readonly tasks: TaskSince[] = [];
  total = 0;
  readonly #limit: number;
  readonly #stuck: ReadonlySet<number>;

  constructor(limit: number, stuck: ReadonlySet<number>) {
    this.#limit = limit;
    this.#stuck = stuck;
  }

  add(task: TaskSince): void {
    this.total++;
    const last = this.tasks.at(-1);
    if (this.tasks.length >= this.#limit && (last === undefined || !this.#isBefore(task, last))) return;
    const at = this.tasks.findIndex((one) => this.#isBefore(task, one));
    this.tasks.splice(at < 0 ? this.tasks.length : at, 0, task);
    if (this.tasks.length > this.#limit) this.tasks.pop();
  }

  #isBefore(a: TaskSince, b: TaskSince): boolean {
    const urgency = Number(this.#stuck.has(b.id)) - Number(this.#stuck.has(a.id));
    return (urgency || a.fromUs - b.fromUs || a.id - b.id) < 0;
  }
}
