/**
 * Leak: tasks that can never go on, and the main flow is not among them. What comes after their await, `finally`
 * included, never runs.
 *
 * Not a leak is what was left behind on purpose: the loser of a race that is over. At the end of the program a group
 * that stands wholly in packages is theirs, not the user's, and is not told.
 *
 * Leaks of the same kind (the same tasks at the same places) are one finding with their number.
 */
import type { Model } from "../model/model.js";
import type { Task } from "../model/task.js";
import { describeSite } from "../model/words.js";
import { isCertain } from "./deadlock.js";
import type { Detector, Finding } from "./finding.js";
import type { StuckGroup } from "./stuck.js";
import { partsOf, timesInWords, waitsInWords } from "./telling.js";

export const leak: Detector = {
  kind: "leak",
  headline: () => "tasks that can never go on - leak!",
  check(model: Model, stuck: readonly StuckGroup[]): Finding[] {
    // At the drained loop a deadlock tells of everything that sleeps.
    if (model.exit?.drained === true && stuck.some((group) => group.mainFlow && group.ring.length === 0))
      return [];
    const alike = new Map<string, StuckGroup[]>();
    for (const group of stuck) {
      const { tasks } = group;
      if (group.mainFlow || group.ring.length > 0 || !tasks.some(isUsers)) continue;
      if (tasks.some((task) => task.abandoned)) continue;
      const key = tasks.map(signature).sort().join("\n");
      const repeats = alike.get(key);
      if (repeats === undefined) alike.set(key, [group]);
      else repeats.push(group);
    }
    return [...alike.values()].map((groups) => findingOf(model, groups));
  },
};

function findingOf(model: Model, groups: readonly StuckGroup[]): Finding {
  const tasks = groups.flatMap((group) => group.tasks);
  // A single task's repeats are in the sentence already.
  const many = (groups[0]?.tasks.length ?? 0) > 1;
  const repeats = timesInWords(many ? groups.length : 1);
  const whose = tasks.length === 1 ? "its" : "their";
  return {
    kind: "leak",
    certain: groups.every(({ certain }) => certain) && isCertain(model, tasks),
    message: `leaked: ${waitsInWords(model, tasks)}${repeats}; ${whose} code after the await never runs`,
    ...partsOf(tasks),
  };
}

function signature(task: Task): string {
  return `${task.name} ${task.stack.map(describeSite).join(" ")} ${task.wait?.op ?? ""}`;
}

/** Some of its code is the user's own, not a package's. */
function isUsers(task: Task): boolean {
  const sites = [...task.stack, ...task.created];
  return sites.length === 0 || sites.some(({ file }) => !/[\\/]node_modules[\\/]/.test(file));
}
