/** Which lanes there are, one below the other: one for each site, and below an open one those of its tasks. */
import type { Place } from "../wire/facts.js";
import { count, where } from "../common/words.js";
import type { Store, TaskLane } from "./store.js";

export interface Lane {
  /** "s3", "t12" */
  readonly id: string;
  readonly kind: "site" | "task";
  readonly label: string;
  readonly detail: string;
  readonly place: Place | null;
  readonly top: number;
  readonly height: number;
  readonly open: boolean;
}

/** All tasks together: what the small map shows. */
export const ALL = "all";

const SITE_HEIGHT = 26;
const TASK_HEIGHT = 20;

/** Tasks of an open site that get a lane: the rest is found by the search. */
const TASKS_AT_MOST = 2000;

export function lanesOf(store: Store, open: ReadonlySet<string>, search: string): Lane[] {
  const words = search.trim().toLowerCase();
  const lanes: Lane[] = [];
  let top = 0;
  const add = (lane: Omit<Lane, "top">): void => {
    lanes.push({ ...lane, top });
    top += lane.height;
  };
  for (const site of store.sites) {
    const tasks = store.tasksOfSite.get(site.index) ?? [];
    if (tasks.length === 0) continue;
    const id = `s${site.index}`;
    const matches = `${site.name} ${site.place?.file ?? ""} ${site.unit}`.toLowerCase().includes(words);
    const found = matches ? tasks : tasks.filter((task) => `#${task.id}`.includes(words));
    if (found.length === 0) continue;
    const isOpen = open.has(id) || !matches;
    const many = tasks.length > 1 ? ` ×${count(tasks.length)}` : "";
    const detail = [site.unit, where(site.place)].filter(Boolean).join(" · ");
    add({
      id,
      kind: "site",
      label: site.name + many,
      detail,
      place: site.place,
      height: SITE_HEIGHT,
      open: isOpen,
    });
    if (!isOpen) continue;
    for (const task of found.slice(0, TASKS_AT_MOST)) {
      const label = `${site.name} #${task.id}`;
      add({
        id: `t${task.id}`,
        kind: "task",
        label,
        detail: "",
        place: site.place,
        height: TASK_HEIGHT,
        open: false,
      });
    }
  }
  return lanes;
}

export function tasksOfLane(store: Store, lane: string): readonly TaskLane[] {
  if (lane === ALL) return [...store.tasks.values()];
  const number = Number(lane.slice(1));
  if (lane.startsWith("s")) return store.tasksOfSite.get(number) ?? [];
  const task = store.tasks.get(number);
  return task === undefined ? [] : [task];
}

/** The one at this height, by halving: there may be thousands. */
export function laneAt(lanes: readonly Lane[], y: number): Lane | undefined {
  let [least, most] = [0, lanes.length - 1];
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if ((lanes[middle]?.top ?? 0) <= y) least = middle;
    else most = middle - 1;
  }
  const lane = lanes[least];
  return lane !== undefined && y >= lane.top && y < lane.top + lane.height ? lane : undefined;
}
