/** Where a finding left its marks: each place with what its tasks wait for there, and how many they are. */
import { codeOfFinding, type RuleCode } from "../codes/codes.js";
import { isWarning } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import { siteAlone } from "../detect/telling.js";
import type { Site, Task } from "../model/task.js";
import { describeSite } from "../model/words.js";
import type { FindingMark } from "./protocol.js";
import { briefState } from "./rows/brief.js";
import type { Moment } from "./rows/moment.js";

export function marksOf(finding: Finding, model: Moment["model"]): FindingMark[] {
  const marks = new Map<string, FindingMark>();
  let place = 0;
  for (const { site, task } of standing(finding, model)) {
    place++;
    const wait = task?.wait?.op ?? null;
    const key = `${site.file}:${site.line}:${site.column}:${wait ?? ""}`;
    const known = marks.get(key);
    const words = known?.words ?? (task?.wait == null ? "" : briefState(model, task));
    const order = known?.order ?? (finding.kind === "deadlock" ? [marks.size + 1] : []);
    marks.set(key, {
      ...{ site, wait, words, count: (known?.count ?? 0) + 1 },
      // In a ring each task has a place of its own, and may well stand at the line of another.
      order: finding.kind === "lock-cycle" ? [...order, place].slice(0, PLACES_TOLD) : order,
    });
  }
  return [...marks.values()];
}

/** More of one line would not be read. */
const PLACES_TOLD = 9;

interface Standing {
  readonly site: Site;
  readonly task: Task | undefined;
}

/** Tasks that wait for ever stand where they wait, unless that is not known; a warning has places of its own. */
function standing({ kind, sites, tasks }: Finding, model: Moment["model"]): Standing[] {
  if (isWarning(kind) || tasks.length === 0) {
    return sites.map((site, index) => ({ site, task: model.task(tasks[index] ?? 0) }));
  }
  return tasks.flatMap((id): Standing[] => {
    const task = model.task(id);
    const site = task?.stack[0];
    return site === undefined ? [] : [{ site: siteAlone(site), task }];
  });
}

/** The rule that speaks of such a thing before the program runs, for the place at which the finding is told. */
export function codeOf({ kind }: Finding, marks: readonly FindingMark[], at: Site): RuleCode | null {
  const mark = marks.find(({ site }) => describeSite(site) === describeSite(at)) ?? marks[0];
  return codeOfFinding(kind, mark?.wait ?? null) ?? null;
}
