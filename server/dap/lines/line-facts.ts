/** What stands at the lines of a file, as of one moment. */
import type { Task, TaskId } from "../../model/task.js";
import { OUTSIDE } from "../blocked.js";
import type { FileLines, LineCount, LineState, LineTasksBody, LineWaits } from "../protocol.js";
import { exampleOf, foldAlike, type Entry } from "../rows/alike.js";
import { briefState } from "../rows/brief.js";
import { ageSince, type Moment } from "../rows/moment.js";
import { foldFacts, oldestFromMs, taskFacts, withoutNumbers } from "../rows/task-facts.js";
import type { LineIndex } from "./line-index.js";
import { primitivesIn } from "./line-primitives.js";
import type { TaskCount } from "./task-counts.js";
import type { WaitGroup, WaitingLine } from "./waiting-lines.js";

/** More would not be read at the end of a line. */
const WAITS_TOLD = 2;

/** Of a line that somebody points at. */
const TASKS_TOLD = 8;

export interface LinesOf {
  readonly index: LineIndex;
  readonly moment: Moment;
  /** As the tracer has counted them. */
  readonly tasksStarted: number;
}

/** @param primitives whether to tell of those that were made in the files */
export function linesOf(of: LinesOf, files: readonly string[], primitives: boolean): FileLines[] {
  const stuck = stuckIn(of);
  const findings = inFindings(of);
  return files.map((file) => ({
    file,
    waits: of.index.waiting.in(file).map((line) => waitsAt(of.moment, line, stuck)),
    ...countsIn(of, file, findings),
    primitives: primitives ? primitivesIn(of.moment, file) : [],
  }));
}

/** The tasks that wait at a line. */
export function tasksAt({ index, moment }: LinesOf, file: string, line: number): LineTasksBody {
  const at = index.waiting.in(file).find((one) => one.line === line);
  const ids = [...(at?.groups.values() ?? [])].flatMap(({ tasks }) => [...tasks.keys()]);
  const tasks = ids.flatMap((id) => moment.model.task(id) ?? []);
  const entries = foldAlike(moment.model, tasks).map((entry) => ({ entry, ...factsOf(moment, entry) }));
  entries.sort((a, b) => Number(b.stuck) - Number(a.stuck) || a.fromMs - b.fromMs);
  return {
    tasks: entries.slice(0, TASKS_TOLD).map(({ entry, label, state, age, stuck, start }) => {
      const shared = { label, state, age, stuck, start };
      return entry.kind === "task"
        ? { ...shared, task: entry.task.id, count: 1 }
        : { ...shared, task: exampleOf(entry).id, count: entry.tasks.length };
    }),
    total: tasks.length,
  };
}

function factsOf(moment: Moment, entry: Entry): ReturnType<typeof taskFacts> & { readonly fromMs: number } {
  return entry.kind === "task"
    ? { ...taskFacts(moment, entry.task), fromMs: entry.task.fromMs }
    : { ...foldFacts(moment, entry), fromMs: oldestFromMs(entry.tasks) };
}

function waitsAt(
  moment: Moment,
  { line, groups }: WaitingLine,
  stuck: ReadonlyMap<WaitGroup, number>,
): LineWaits {
  const all = [...groups.values()].sort((a, b) => b.tasks.size - a.tasks.size || a.oldestMs - b.oldestMs);
  const count = all.reduce((sum, { tasks }) => sum + tasks.size, 0);
  const oldestMs = all.reduce((oldest, group) => Math.min(oldest, group.oldestMs), Infinity);
  const stuckHere = all.reduce((sum, group) => sum + (stuck.get(group) ?? 0), 0);
  const examples = all.flatMap((group) => exampleIn(moment, group) ?? []);
  return {
    line,
    count,
    stuck: stuckHere,
    age: ageSince(moment, oldestMs, count),
    waits: examples.slice(0, WAITS_TOLD).map((task) => briefState(moment.model, task)),
    more: Math.max(0, examples.length - WAITS_TOLD),
    state: stateOf(examples, stuckHere),
  };
}

function stateOf(waiting: readonly Task[], stuck: number): LineState {
  if (stuck > 0) return "stuck";
  return waiting.every(({ wait }) => wait === null || OUTSIDE.has(wait.op)) ? "outside" : "blocked";
}

/** One that stands for all: where they are several, each has its own timer. */
function exampleIn({ model }: Moment, { tasks }: WaitGroup): Task | undefined {
  const [first] = tasks.keys();
  const task = first === undefined ? undefined : model.task(first);
  return task === undefined || tasks.size === 1 ? task : withoutNumbers(task);
}

function stuckIn({ index, moment }: LinesOf): Map<WaitGroup, number> {
  const stuck = new Map<WaitGroup, number>();
  for (const id of moment.stuck) {
    for (const group of index.waiting.groupsOf(id)) stuck.set(group, (stuck.get(group) ?? 0) + 1);
  }
  return stuck;
}

/** How many tasks of each place are in findings of which kind. */
type InFindings = ReadonlyMap<TaskCount, { leaked: number; stuck: number }>;

const STUCK_KINDS: ReadonlySet<string> = new Set(["deadlock", "lock-cycle"]);

function inFindings({ index, moment }: LinesOf): InFindings {
  const found = new Map<TaskCount, { leaked: number; stuck: number }>();
  for (const { kind, tasks } of moment.findings) {
    if (kind !== "leak" && !STUCK_KINDS.has(kind)) continue;
    for (const place of tasks.flatMap((id) => placesOf(index, id))) {
      const known = found.get(place) ?? { leaked: 0, stuck: 0 };
      if (kind === "leak") known.leaked++;
      else known.stuck++;
      found.set(place, known);
    }
  }
  return found;
}

function placesOf({ counts }: LineIndex, id: TaskId): TaskCount[] {
  const { start = null, body = null } = counts?.countsOf(id) ?? {};
  return [start, body].filter((place) => place !== null);
}

function countsIn(
  { index: { counts }, tasksStarted }: LinesOf,
  file: string,
  findings: InFindings,
): Pick<FileLines, "starts" | "bodies"> {
  if (counts === null) return { starts: [], bodies: [] };
  const complete = counts.isComplete(tasksStarted);
  const facts = (places: readonly TaskCount[], atLeast: boolean): LineCount[] =>
    places
      .map((place) => {
        const { site, started, live } = place;
        const { leaked = 0, stuck = 0 } = findings.get(place) ?? {};
        return { line: site.line, column: site.column, started, atLeast, live, leaked, stuck };
      })
      .sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    starts: facts(counts.startsIn(file), !complete.starts),
    bodies: facts(counts.bodiesIn(file), !complete.bodies),
  };
}
