/** What is left of a run when nobody answers for it any more: enough to go on looking at it. */
import type { GraphFacts, HistoryFacts, TasksFacts } from "../../media/wire/facts.js";
import { CHANGES_PER_PIECE, answerPage, historyFrom } from "./answers.js";
import type { FlowSource } from "./source.js";

/** Some 6 MB of text: it is kept by VS Code's extension host. */
const PIECES_KEPT = 8;

/** How many boxes' tasks are kept, and how many of each. */
export interface Room {
  readonly boxes: number;
  readonly tasks: number;
}

const AT_THE_END: Room = { boxes: 200, tasks: 50 };

/** One moment of a run. */
export interface KeptMoment {
  readonly graph: GraphFacts;
  /** By box. */
  readonly tasks: Readonly<Record<string, TasksFacts>>;
}

export interface KeptFlow extends KeptMoment {
  /** The pieces of the history, each after the other. */
  readonly history: readonly HistoryFacts[];
}

/**
 * Lets go of the older part of a long history.
 *
 * @param canLookBack moments of the run were kept as well
 */
export function keepFlow(whole: FlowSource, canLookBack = false): KeptFlow {
  // Nobody is left to read the recording anew.
  const source = { ...whole, past: null, run: { ...whole.run, pastMs: null, canLookBack } };
  source.history.changes.shrinkTo(PIECES_KEPT * CHANGES_PER_PIECE);
  source.history.handoffs.shrinkTo(CHANGES_PER_PIECE);
  const history = [historyFrom(source, null)];
  for (let last = history.at(-1); last?.more === true; last = history.at(-1)) {
    history.push(historyFrom(source, last.cursor));
  }
  return { ...keepMoment(source, AT_THE_END), history };
}

export function keepMoment(source: FlowSource, room: Room): KeptMoment {
  const graph = answerPage(source, { kind: "graph" }) as GraphFacts;
  const busy = graph.sites.filter(({ live }) => live > 0).map(({ id }) => id);
  const boxes = [...busy.slice(0, room.boxes), ...waitedAt(graph).slice(0, room.boxes)];
  const tasks = Object.fromEntries(
    boxes.map((box) => [box, answerPage(source, { kind: "tasks", box, limit: room.tasks }) as TasksFacts]),
  );
  return { graph, tasks };
}

function waitedAt({ primitives }: GraphFacts): string[] {
  return primitives.filter(({ sending, receiving }) => sending + receiving > 0).map(({ id }) => id);
}
