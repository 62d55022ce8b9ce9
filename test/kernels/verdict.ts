/** What was said of a kernel, and whether that is what should have been said. */
import type { Finding } from "../../server/detect/finding.js";
import type { Tasks } from "../../server/model/tasks.js";
import type { Report } from "../../server/cli/report.js";
import type { Site } from "../../server/model/task.js";
import type { Bug } from "./kernel.js";

/** A finding by names instead of ids. */
export interface Verdict {
  readonly kind: Finding["kind"];
  readonly certain: boolean;
  readonly message: string;
  readonly tasks: readonly string[];
  readonly primitives: readonly string[];
  /** Every await on the stacks of the tasks, each once. */
  readonly sites: readonly Site[];
}

export function verdictsOfModel(model: Tasks, findings: readonly Finding[]): Verdict[] {
  return findings.map((finding) => {
    const tasks = finding.tasks.flatMap((id) => model.task(id) ?? []);
    const primitives = finding.primitives.flatMap((id) => model.primitive(id)?.name ?? []);
    return verdictOf(finding, tasks, primitives);
  });
}

export function verdictsOfReport({ findings, tasks, primitives }: Report): Verdict[] {
  return findings.map((finding) => {
    const named = finding.tasks.flatMap((id) => tasks.find((task) => task.id === id) ?? []);
    const at = finding.primitives.flatMap((id) => primitives.find((one) => one.id === id)?.name ?? []);
    return verdictOf(finding, named, at);
  });
}

function verdictOf(
  { kind, certain, message }: Finding,
  tasks: readonly { readonly name: string; readonly stack: readonly Site[] }[],
  primitives: readonly string[],
): Verdict {
  const sites = new Map(tasks.flatMap(({ stack }) => stack).map((site) => [inWords(site), site]));
  return {
    kind,
    certain,
    message,
    tasks: tasks.map(({ name }) => name).sort(),
    primitives: [...new Set(primitives)].filter((name) => name !== "").sort(),
    sites: [...sites.values()],
  };
}

/** What is wrong with the verdicts about a bug; null when they are right. */
export function mistakeIn(verdicts: readonly Verdict[], bug: Bug | null): string | null {
  const [verdict, another] = verdicts;
  if (bug === null) return verdict === undefined ? null : `false alarm: ${told(verdict)}`;
  if (verdict === undefined) return "not found";
  if (another !== undefined) return `told as ${verdicts.length}: ${verdicts.map(told).join(" | ")}`;
  if (verdict.kind !== bug.kind) return `told as ${told(verdict)}, not ${bug.kind}`;
  if (verdict.certain !== bug.certain) return `certain is ${verdict.certain}: ${told(verdict)}`;
  return (
    difference("tasks", verdict.tasks, bug.tasks) ??
    difference("primitives", verdict.primitives, bug.primitives) ??
    difference("places", verdict.sites.map(inWords).sort(), bug.sites.map(inWords).sort())
  );
}

/**
 * The same of a dump. Who started a task is nowhere in a heap, nor who holds a lock: so a dump knows no main flow and no
 * rings, and tells whatever can never go on, each as it stands by itself, those included who queue behind. The bug's tasks
 * must be among them, at its places, and at its primitives as far as these have not been collected.
 */
export function mistakeInDump(verdicts: readonly Verdict[], bug: Bug | null): string | null {
  const [verdict] = verdicts;
  if (bug === null || verdict === undefined) return mistakeIn(verdicts, bug);
  const other = verdicts.find(({ kind, certain }) => !NEVER_GO_ON.has(kind) || !certain);
  if (other !== undefined) return `told as ${told(other)}`;
  const primitives = verdicts.flatMap((one) => one.primitives);
  return (
    missing(
      "tasks",
      bug.tasks,
      verdicts.flatMap((one) => one.tasks),
    ) ??
    missing("primitives", primitives.length === 0 ? [] : bug.primitives, primitives) ??
    missing("places", bug.sites.map(inWords), [...new Set(verdicts.flatMap((one) => one.sites.map(inWords)))])
  );
}

/** A name that is expected several times must be told as often. */
function missing(of: string, expected: readonly string[], told: readonly string[]): string | null {
  const left = [...told];
  const lost = expected.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return lost.length === 0 ? null : `${of}: without ${lost.join(", ")} in ${told.join(", ")}`;
}

/** What a heap can prove. */
const NEVER_GO_ON: ReadonlySet<Finding["kind"]> = new Set(["deadlock", "lock-cycle", "leak"]);

function told({ kind, certain, message }: Verdict): string {
  return `${kind}${certain ? "" : " (not certain)"}: ${message}`;
}

function difference(of: string, told: readonly string[], expected: readonly string[]): string | null {
  if (told.join("\n") === expected.join("\n")) return null;
  return `${of}: ${told.join(", ")} instead of ${expected.join(", ")}`;
}

function inWords(site: Site): string {
  return `${site.function} ${site.file}:${site.line}:${site.column}`;
}
