/** The lanes in words, for the list beside the canvas and for who listens. */
import type { ListItem } from "../common/listing.js";
import { count, duration } from "../common/words.js";
import { REASONS, REASON_WORDS, reasonOf } from "../wire/states.js";
import { tasksOfLane, type Lane } from "./lanes.js";
import type { Store } from "./store.js";

export function listItem(store: Store, lane: Lane): ListItem {
  const counts = REASONS.map(() => 0);
  let live = 0;
  for (const { changes } of tasksOfLane(store, lane.id)) {
    const reason = reasonOf(store.stateOf(changes.at(-1) ?? 0));
    if (reason < 0) continue;
    live++;
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  const most = REASONS[counts.indexOf(Math.max(...counts))];
  const opened = lane.kind === "site" ? (lane.open ? "open" : "closed") : "";
  return {
    id: lane.id,
    label: lane.label,
    detail: live === 0 || most === undefined ? "over" : REASON_WORDS[most],
    spoken: [lane.detail, opened].filter(Boolean).join(", "),
    mark: "none",
    depth: lane.kind === "task" ? 1 : 0,
  };
}

/** One sentence for the live region. */
export function timelineInWords(store: Store, lanes: number): string {
  let live = 0;
  for (const task of store.tasks.values()) if (!store.isOver(task)) live++;
  const tasks = `${count(store.tasks.size)} tasks, ${count(live)} of them live`;
  return `${count(lanes)} lanes, ${tasks}, after ${duration(store.nowUs)}.`;
}
