/** The rows of the Findings view: a sentence each, which opens into its tasks (alike ones folded) and places. */
import { isWarning } from "../../detect/detectors.js";
import type { Finding } from "../../detect/finding.js";
import type { Primitive, Task } from "../../model/task.js";
import { kindInWords, primitiveName } from "../../model/words.js";
import type { Row, RowsArguments, RowsBody } from "../protocol.js";
import { exampleOf, foldAlike, type Entry, type Fold } from "./alike.js";
import { titleOf } from "./finding-titles.js";
import { foldPlacesOf } from "./fold-places.js";
import { Folded } from "./folded.js";
import type { Moment } from "./moment.js";
import { here, placeOfId, placeRow, placesOf, variableRow } from "./place-rows.js";
import { foldFacts, taskFacts } from "./task-facts.js";

const TASK_ROW = /^t(\d+)$/;

export function findingRows(moment: Moment, { parent, offset, limit }: RowsArguments): RowsBody {
  const page = <T>(all: readonly T[], rowOf: (item: T, index: number) => Row): RowsBody => ({
    rows: all.slice(offset, offset + limit).map((item, index) => rowOf(item, offset + index)),
    total: all.length,
  });
  if (parent === null) return page(moment.findings, findingRow);

  const { finding, rest } = locate(moment, parent);
  if (finding === undefined) return { rows: [], total: 0 };
  const under = findingId(finding);
  if (rest === "") {
    const entries: readonly (Entry | Primitive)[] = [
      ...foldedOf(moment, finding).entries,
      ...finding.primitives.flatMap((id) => moment.model.primitive(id) ?? []),
    ];
    return page(entries, (entry) =>
      entry.kind === "task" || entry.kind === "fold"
        ? entryRow(moment, under, entry)
        : primitiveRow(under, entry),
    );
  }
  const place = placeOfId(rest);
  if (place !== null) {
    const holder = taskAt(moment, place.under);
    const locals = holder === undefined ? [] : (placesOf(holder)[place.index]?.locals ?? []);
    return page(locals, (local) => variableRow(parent, local));
  }
  const task = taskAt(moment, rest);
  if (task !== undefined) return page(placesOf(task), (stop, index) => placeRow(parent, stop, index));
  const tasks = foldAt(moment, finding, rest)?.tasks ?? [];
  return page(tasks, (member) => entryRow(moment, under, { kind: "task", task: member }));
}

/** The finding that a row of this view belongs to, and the task that it is about, if any. */
export function subjectOfRow(moment: Moment, id: string): { finding?: Finding; task?: Task } {
  const { finding, rest } = locate(moment, id);
  if (finding === undefined) return {};
  const task = taskAt(moment, rest) ?? exampleAt(moment, finding, rest);
  return task === undefined ? { finding } : { finding, task };
}

/** A stuck set is told once, so its kind and first task name it; what has no tasks its primitive or place. */
export function findingId(finding: Finding): string {
  const [site] = finding.sites;
  const place = finding.primitives[0] ?? (site === undefined ? "" : `${site.line}:${site.column}`);
  return `${finding.kind}:${finding.tasks[0] ?? `-${place}`}`;
}

function locate(moment: Moment, id: string): { finding: Finding | undefined; rest: string } {
  const slash = id.indexOf("/");
  const wanted = slash < 0 ? id : id.slice(0, slash);
  return {
    finding: byIdOf(moment.findings).get(wanted),
    rest: slash < 0 ? "" : id.slice(slash + 1),
  };
}

const byId = new WeakMap<Moment["findings"], ReadonlyMap<string, Finding>>();

function byIdOf(findings: Moment["findings"]): ReadonlyMap<string, Finding> {
  let known = byId.get(findings);
  if (known === undefined) {
    // Of two with the same id the first.
    known = new Map(findings.map((finding) => [findingId(finding), finding] as const).reverse());
    byId.set(findings, known);
  }
  return known;
}

function taskAt(moment: Moment, rest: string): Task | undefined {
  const digits = TASK_ROW.exec(rest)?.[1];
  return digits === undefined ? undefined : moment.model.task(Number(digits));
}

function foldAt(moment: Moment, finding: Finding, rest: string): Fold | undefined {
  return rest.startsWith("f") ? foldedOf(moment, finding).fold(rest.slice(1)) : undefined;
}

const foldedByFinding = new WeakMap<Finding, { readonly revision: number; readonly folded: Folded }>();

function exampleAt(moment: Moment, finding: Finding, rest: string): Task | undefined {
  const fold = foldAt(moment, finding, rest);
  return fold === undefined ? undefined : exampleOf(fold);
}

function foldedOf({ model }: Moment, finding: Finding): Folded {
  const known = foldedByFinding.get(finding);
  if (known?.revision === model.revision) return known.folded;
  const tasks = finding.tasks.flatMap((id) => model.task(id) ?? []);
  const places = foldPlacesOf(model, `finding ${findingId(finding)}`);
  const folded = new Folded(foldAlike(model, tasks, undefined, places));
  foldedByFinding.set(finding, { revision: model.revision, folded });
  return folded;
}

/** What kind it is stands first for who hears it, and last for who sees its icon. */
function findingRow(finding: Finding): Row {
  const title = titleOf(finding.kind);
  return {
    id: findingId(finding),
    label: finding.message,
    state: `${title}, ${finding.certain ? "proved" : "likely"}`,
    brief: title,
    age: null,
    icon: isWarning(finding.kind) ? "warning" : "finding",
    stuck: finding.certain,
    place: here(finding.sites[0]),
    start: null,
    task: null,
    children: finding.tasks.length + finding.primitives.length === 0 ? "none" : "open",
  };
}

function entryRow(moment: Moment, under: string, entry: Entry): Row {
  if (entry.kind === "fold") {
    return { id: `${under}/f${entry.key}`, children: "closed", ...foldFacts(moment, entry) };
  }
  const places = placesOf(entry.task).length;
  return {
    id: `${under}/t${entry.task.id}`,
    children: places > 0 ? "closed" : "none",
    ...taskFacts(moment, entry.task),
  };
}

function primitiveRow(under: string, primitive: Primitive): Row {
  const words = `${kindInWords(primitive)}${primitive.closed ? ", closed" : ""}`;
  return {
    id: `${under}/primitive${primitive.id}`,
    label: primitiveName(primitive),
    state: `${words}, created here`,
    brief: words,
    age: null,
    icon: primitive.kind,
    stuck: false,
    place: here(primitive.created ?? undefined),
    start: null,
    task: null,
    children: "none",
  };
}
