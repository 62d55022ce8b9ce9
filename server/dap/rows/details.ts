/** What a row's tooltip tells: asked for one row at a time, because rows are many and tooltips long. */
import type { Primitive, Task } from "../../model/task.js";
import { describeState, describeWakers, primitiveName } from "../../model/words.js";
import type { Details, DetailsArguments, DetailsSection } from "../protocol.js";
import { busyDetails } from "./busy-rows.js";
import { subjectOfRow } from "./finding-rows.js";
import { titleOf } from "./finding-titles.js";
import { tasksBelowMaker } from "./ignored-cancel.js";
import type { Moment } from "./moment.js";
import { primitivesOf, waitersAt } from "./primitive-index.js";
import { subjectOfPrimitiveRow } from "./primitive-items.js";
import { primitiveWords } from "./primitive-words.js";
import { taskOfRow } from "./task-items.js";

const SITES_SHOWN = 8;
const ANCESTORS_SHOWN = 4;

export function detailsOf(moment: Moment, { view, id, look }: DetailsArguments): Details | null {
  if (view === "tasks") {
    const task = taskOfRow(moment, id, look);
    return task === undefined ? busyDetails(moment, id) : taskDetails(moment, task);
  }
  if (view === "primitives") {
    const subject = subjectOfPrimitiveRow(moment, id);
    if (subject.task !== undefined) return taskDetails(moment, subject.task);
    return subject.primitive === undefined ? null : primitiveDetails(moment, subject.primitive);
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

function primitiveDetails(moment: Moment, primitive: Primitive): Details {
  const waiters = waitersAt(primitivesOf(moment.model), primitive.id);
  const goOn = tasksBelowMaker(moment, primitive).length;
  const maker = primitive.maker === null ? undefined : moment.model.task(primitive.maker);
  return {
    title: primitiveName(primitive),
    text: primitiveWords(moment, primitive, waiters, goOn).state,
    sections: [
      {
        heading: maker === undefined ? "Made at" : `Made by ${maker.name} at`,
        sites: primitive.created === null ? [] : [primitive.created],
      },
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
