/** Where a finding left its marks: each place with what its tasks wait for there, and how many they are. */
import { codeOfFinding, type RuleCode } from "../codes/codes.js";
import type { Finding } from "../detect/finding.js";
import type { Site } from "../model/task.js";
import type { FindingMark } from "./protocol.js";
import type { Moment } from "./rows/moment.js";

export function marksOf({ sites, tasks }: Finding, model: Moment["model"]): FindingMark[] {
  const marks = new Map<string, FindingMark>();
  sites.forEach((site, index) => {
    const id = tasks[index];
    const wait = (id === undefined ? undefined : model.task(id))?.wait?.op ?? null;
    const key = `${site.file}:${site.line}:${site.column}:${wait ?? ""}`;
    marks.set(key, { site, wait, count: (marks.get(key)?.count ?? 0) + 1 });
  });
  return [...marks.values()];
}

/** The rule that speaks of such a thing before the program runs, for the place at which the finding is told. */
export function codeOf({ kind }: Finding, marks: readonly FindingMark[], at: Site): RuleCode | null {
  const mark = marks.find(({ site }) => site === at) ?? marks[0];
  return codeOfFinding(kind, mark?.wait ?? null) ?? null;
}
