/** What the pages ask, answered from a run. */
import { encodeChanges, encodeTasks } from "../../media/wire/columns.js";
import type {
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
import type { PrimitiveId, Task } from "../model/task.js";
import { describeState } from "../model/words.js";
import { graphOf, primitiveId } from "./graph.js";
import type { FlowSource } from "./source.js";

/** One piece of the history: some 700 kB of text, which is parsed in a few milliseconds. */
export const CHANGES_PER_PIECE = 1 << 15;

export function answerPage(
  source: FlowSource,
  question: Exclude<Question, { kind: "look" }>,
): GraphFacts | HistoryFacts | TasksFacts {
  switch (question.kind) {
    case "graph":
      return graphOf(asSeen(source));
    case "history":
      return historyFrom(source, question.cursor);
    case "tasks":
      return tasksOf(asSeen(source), question.box, question.limit);
  }
}

/** The history is always that of the whole run; the rest is as of the time that is looked at. */
function asSeen(source: FlowSource): FlowSource {
  const { past, run } = source;
  return past === null ? source : { ...source, ...past, run: { ...run, nowMs: past.atMs } };
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
    cursor.primitives > history.touched.length;
  const from = anew ? { changes: changes.base, tasks: tasks.base, sites: 0, primitives: 0 } : cursor;
  const piece = changes.slice(from.changes, CHANGES_PER_PIECE);
  const rows = tasks.slice(from.tasks, CHANGES_PER_PIECE);
  const touched = new Set(history.touched.slice(from.primitives));
  const next: Cursor = {
    run: run.key,
    changes: from.changes + piece.count,
    tasks: from.tasks + rows.count,
    sites: history.sites.length,
    primitives: history.touched.length,
  };
  return {
    run,
    anew,
    cursor: next,
    more: next.changes < changes.end || next.tasks < tasks.end,
    sites: history.sites.slice(from.sites).map(siteFacts),
    primitives: [...touched].flatMap((id) => primitiveFacts(history.groupOf(id)?.first.name, id, source)),
    tasks: encodeTasks(rows),
    changes: encodeChanges(piece),
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
function tasksOf(source: FlowSource, box: string, limit: number): TasksFacts {
  const { model, history } = source;
  const index = Number(box.slice(1));
  const stuck = new Set(source.findings.flatMap((finding) => finding.tasks));
  const site = box.startsWith("s") ? history.sites[index] : undefined;
  const found: Task[] = [];
  if (site !== undefined) {
    for (const id of history.liveTasksOf(site)) {
      const task = model.task(id);
      if (task !== undefined) found.push(task);
    }
  } else if (box.startsWith("p")) {
    for (const task of model.liveTasks()) {
      const waitsHere = task.wait?.primitives.some((id) => history.groupOf(id)?.index === index);
      if (waitsHere === true) found.push(task);
    }
  }
  const sinceOf = (task: Task): number => task.wait?.fromMs ?? task.startedMs;
  found.sort(
    (a, b) => Number(stuck.has(b.id)) - Number(stuck.has(a.id)) || sinceOf(a) - sinceOf(b) || a.id - b.id,
  );
  const facts = found.slice(0, limit).map((task): TaskFacts => {
    const at = task.wait?.primitive == null ? undefined : history.groupOf(task.wait.primitive);
    const place = task.stack[0] ?? task.created[0];
    return {
      id: task.id,
      name: task.name,
      state: describeState(model, task),
      code: task.wait === null ? RUNNING : stateOfOp(task.wait.op),
      at: at === undefined ? null : primitiveId(at),
      sinceMs: sinceOf(task),
      stuck: stuck.has(task.id),
      place: place === undefined ? null : { file: place.file, line: place.line, column: place.column },
    };
  });
  return { tasks: facts, total: found.length };
}
