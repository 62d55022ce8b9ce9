import type { Answers, Question } from "../../media/wire/messages.js";
import type { KeptFlow } from "../../server/flow/kept.js";

/** As the adapter would have answered. */
export function answerFromKept(kept: KeptFlow, question: Question): Answers[keyof Answers] | null {
  switch (question.kind) {
    case "graph":
      return kept.graph;
    case "look":
    case "boxOf":
      return null;
    case "tasks":
      return kept.tasks[question.box] ?? { tasks: [], total: 0 };
    case "history": {
      const { cursor } = question;
      const [first] = kept.history;
      if (first === undefined) return null;
      // Who has read on is given what comes after; who followed the run while it went on begins anew.
      const at = kept.history.findIndex((piece) => piece.cursor.changes === cursor?.changes);
      if (at < 0 || cursor?.run !== first.run.key) return first;
      const next = kept.history[at + 1];
      if (next !== undefined) return { ...next, anew: false };
      return {
        ...first,
        anew: false,
        cursor,
        more: false,
        sites: [],
        primitives: [],
        tasks: "",
        changes: "",
      };
    }
  }
}
