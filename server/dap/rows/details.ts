/** What a row's tooltip tells: asked for one row at a time, because rows are many and tooltips long. */
import type { FindingKind } from "../../detect/finding.js";
import type { Task } from "../../model/task.js";
import { describeState, describeWakers } from "../../model/words.js";
import type { Details, DetailsArguments, DetailsSection, FindingTitles } from "../protocol.js";
import { subjectOfRow } from "./finding-rows.js";
import type { Moment } from "./moment.js";
import { taskOfRow } from "./task-rows.js";

const SITES_SHOWN = 8;
const ANCESTORS_SHOWN = 4;

const TITLES: FindingTitles = {
  deadlock: "Deadlock",
  leak: "Leak",
  "lock-cycle": "Lock cycle",
  "lock-order": "Lock order",
  "lock-across-wait": "Lock across wait",
  "lost-cancel": "Lost cancel",
  unbounded: "Unbounded",
  "stalled-loop": "Stalled loop",
  panic: "Panic",
};

export function titleOf(kind: FindingKind): string {
  return TITLES[kind];
}

export function detailsOf(moment: Moment, { view, id }: DetailsArguments): Details | null {
  if (view === "tasks") {
    const task = taskOfRow(moment, id);
    return task === undefined ? null : taskDetails(moment, task);
  }
  const { finding, task } = subjectOfRow(moment, id);
  if (task !== undefined) return taskDetails(moment, task);
  if (finding === undefined) return null;
  const title = `${titleOf(finding.kind)} (${finding.certain ? "proved" : "likely"})`;
  return { title, text: finding.message, sections: [] };
}

function taskDetails(moment: Moment, task: Task): Details {
  return {
    title: `${task.name} #${task.id}`,
    text: [describeState(moment.model, task), describeWakers(task.wait)].filter(Boolean).join("; "),
    sections: [
      { heading: "Waits at", sites: task.stack.slice(0, SITES_SHOWN) },
      ...originsOf(moment, task),
    ].filter((section) => section.sites.length > 0),
  };
}

function originsOf(moment: Moment, task: Task): DetailsSection[] {
  const sections: DetailsSection[] = [];
  let child = task;
  while (sections.length < ANCESTORS_SHOWN) {
    const parent = child.parent === null ? undefined : moment.model.task(child.parent);
    sections.push({ heading: originHeading(parent), sites: child.created.slice(0, SITES_SHOWN) });
    if (parent === undefined) break;
    child = parent;
  }
  return sections;
}

export function originHeading(parent: Task | undefined): string {
  return parent === undefined ? "Started at" : `Started by ${parent.name} at`;
}
