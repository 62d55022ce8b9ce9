import type { Cursor, HistoryFacts, RunFacts } from "../../media/wire/facts.js";
import type { Answers, Question } from "../../media/wire/messages.js";
import type { Still } from "../../server/dap/protocol.js";
import type { KeptFlow } from "../../server/flow/kept.js";

/**
 * As the adapter would have answered.
 *
 * @param past the moment that is looked at; null: as it was at the end
 */
export function answerFromKept(
  kept: KeptFlow,
  past: Still | null,
  question: Question,
): Answers[keyof Answers] | null {
  const { graph, tasks } = past?.flow ?? kept;
  // The run is the one that is over, looked at as it stood then.
  const run: RunFacts = { ...kept.graph.run, pastMs: past?.atMs ?? null };
  switch (question.kind) {
    case "graph":
      return { ...graph, run };
    case "look":
      return null;
    case "boxOf":
      return { box: siteOf(question.task, tasks) };
    case "tasks":
      return tasks[question.box] ?? { tasks: [], total: 0 };
    case "history": {
      const piece = pieceAfter(kept.history, question.cursor);
      return piece === null ? null : { ...piece, run };
    }
  }
}

function siteOf(task: number, tasks: KeptFlow["tasks"]): string | null {
  const sites = Object.entries(tasks).filter(([box]) => box.startsWith("s"));
  return sites.find(([, of]) => of.tasks.some(({ id }) => id === task))?.[0] ?? null;
}

/** Who has read on is given what comes after; who followed the run while it went on begins anew. */
function pieceAfter(history: readonly HistoryFacts[], cursor: Cursor | null): HistoryFacts | null {
  const [first] = history;
  if (first === undefined) return null;
  const at = history.findIndex((piece) => isAt(piece.cursor, cursor));
  if (cursor === null || at < 0) return first;
  const next = history[at + 1];
  if (next !== undefined) return { ...next, anew: false };
  const nothing = { sites: [], primitives: [], tasks: "", changes: "", handoffs: "" };
  return { ...first, ...nothing, anew: false, cursor, more: false };
}

function isAt(piece: Cursor, cursor: Cursor | null): boolean {
  if (cursor?.run !== piece.run) return false;
  const { changes, tasks, handoffs } = piece;
  return cursor.changes === changes && cursor.tasks === tasks && cursor.handoffs === handoffs;
}
