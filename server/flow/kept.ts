/** What is left of a run when nobody answers for it any more: enough to go on looking at it. */
import type { GraphFacts, HistoryFacts, TasksFacts } from "../../media/wire/facts.js";
import { CHANGES_PER_PIECE, answerPage, historyFrom } from "./answers.js";
import type { FlowSource } from "./source.js";

/** Some 6 MB of text: it is kept by VS Code's extension host. */
const PIECES_KEPT = 8;

const BOXES_KEPT = 200;
const TASKS_KEPT = 50;

export interface KeptFlow {
  readonly graph: GraphFacts;
  /** The pieces of the history, each after the other. */
  readonly history: readonly HistoryFacts[];
  /** By box. */
  readonly tasks: Readonly<Record<string, TasksFacts>>;
}

/** Lets go of the older part of a long history. */
export function keepFlow(whole: FlowSource): KeptFlow {
  // Nobody is left to read the recording anew.
  const source = { ...whole, past: null, run: { ...whole.run, pastMs: null, canLookBack: false } };
  source.history.changes.shrinkTo(PIECES_KEPT * CHANGES_PER_PIECE);
  const graph = answerPage(source, { kind: "graph" }) as GraphFacts;
  const history = [historyFrom(source, null)];
  for (let last = history.at(-1); last?.more === true; last = history.at(-1)) {
    history.push(historyFrom(source, last.cursor));
  }
  const busy = graph.sites.filter(({ live }) => live > 0).slice(0, BOXES_KEPT);
  const boxes = [...busy.map(({ id }) => id), ...waitedAt(graph)];
  const tasks = Object.fromEntries(
    boxes.map((box) => [box, answerPage(source, { kind: "tasks", box, limit: TASKS_KEPT }) as TasksFacts]),
  );
  return { graph, history, tasks };
}

function waitedAt({ primitives }: GraphFacts): string[] {
  return primitives
    .filter(({ sending, receiving }) => sending + receiving > 0)
    .map(({ id }) => id)
    .slice(0, BOXES_KEPT);
}
