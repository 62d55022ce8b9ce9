/** The views' own questions. They come from our own client, but over a protocol that anyone can speak. */
import { parseQuestion } from "../../media/wire/messages.js";
import { answerPage } from "../flow/answers.js";
import { linesOf, tasksAt, type LinesOf } from "./lines/line-facts.js";
import { lineIndexOfPast } from "./lines/line-index.js";
import type { RowsArguments, RowsBody, SluiceRequests, TaskLook, ViewName } from "./protocol.js";
import { pathBelowBusyRows } from "./rows/busy-rows.js";
import { detailsOf } from "./rows/details.js";
import type { Debuggee } from "./debuggee.js";
import { pathTo } from "./rows/task-rows.js";
import { locate } from "./rows/locate.js";
import { momentOf, type Moment } from "./rows/moment.js";
import type { Run } from "./run.js";
import { rowsOf } from "./rows/rows.js";
import { ALL_TASKS } from "./rows/task-look.js";
import { FIRST_LOOK } from "./threads/thread-list.js";

type Body = SluiceRequests[keyof SluiceRequests]["body"];
type Answer = Body | Promise<Body>;

const LIMIT_AT_MOST = 10_000;

/** @throws when there is no such request, or its arguments make no sense. */
export function answerCustom(debuggee: Debuggee | null, command: string, args: unknown): Answer {
  const run = debuggee?.run;
  const moment = momentOfRun(run);
  const given = new Map<string, unknown>(Object.entries(args ?? {}));
  switch (command) {
    case "sluice/rows":
      return pageOf(moment, args);
    case "sluice/manyRows": {
      const requests = given.get("requests");
      if (!Array.isArray(requests)) throw new Error('"requests" must be a list');
      return { pages: requests.map((request: unknown) => pageOf(moment, request)) };
    }
    case "sluice/details": {
      const view = viewOf(given.get("view"));
      const id = parentOf(given.get("id"));
      const look = lookOf(given.get("look"));
      return { details: moment === undefined || id === null ? null : detailsOf(moment, { view, id, look }) };
    }
    case "sluice/locate": {
      const file = parentOf(given.get("file")) ?? "";
      const task = given.get("task");
      const request = { file, line: countOf(given.get("line"), 0), look: lookOf(given.get("look")) };
      const wanted = task === undefined ? request : { ...request, task: countOf(task, 0) };
      return { path: moment === undefined ? [] : locate(moment, wanted) };
    }
    case "sluice/lines": {
      const files = given.get("files");
      if (!isTexts(files)) throw new Error('"files" must be a list of paths');
      const lines = linesOfRun(run);
      if (lines === undefined) return { files: [] };
      return { files: linesOf(lines, files, given.get("primitives") === true) };
    }
    case "sluice/lineTasks": {
      const lines = linesOfRun(run);
      const file = parentOf(given.get("file")) ?? "";
      const line = countOf(given.get("line"), 0);
      return lines === undefined ? { tasks: [], total: 0 } : tasksAt(lines, file, line);
    }
    case "sluice/locateThread": {
      const threadId = countOf(given.get("threadId"), 0);
      const task = debuggee?.inspection?.taskOf(threadId);
      const look = lookOf(given.get("look"));
      if (moment === undefined || task === undefined) return { task: null, path: [] };
      return { task: task.id, path: pathBelowBusyRows(moment, pathTo(moment, look, task)) };
    }
    case "sluice/toggleThreads": {
      const toggle = given.get("toggle");
      if (toggle !== "grouped" && toggle !== "packages")
        throw new Error('"toggle" must be "grouped" or "packages"');
      if (run == null) return FIRST_LOOK;
      run.threadLook = { ...run.threadLook, [toggle]: !run.threadLook[toggle] };
      return run.threadLook;
    }
    case "sluice/page": {
      const question = parseQuestion(args);
      if (question.kind === "look") return run?.lookBack?.to(question.atMs).then(() => null) ?? null;
      return run == null ? null : answerPage(run.flow(), question);
    }
    default:
      throw new Error(`unknown request ${command}`);
  }
}

function pageOf(moment: Moment | undefined, args: unknown): RowsBody {
  const given = new Map<string, unknown>(Object.entries(args ?? {}));
  const request: RowsArguments = {
    view: viewOf(given.get("view")),
    parent: parentOf(given.get("parent")),
    offset: countOf(given.get("offset"), 0),
    limit: countOf(given.get("limit"), LIMIT_AT_MOST),
    look: lookOf(given.get("look")),
  };
  return moment === undefined ? { rows: [], total: 0 } : rowsOf(moment, request);
}

/** What the rows are of: the run as it is, or as it stood at the time that is looked at. */
function momentOfRun(run: Run | null | undefined): Moment | undefined {
  const past = run?.lookBack?.past;
  return past == null ? run?.moment : momentOf(past.model, past.findings, true, past.atMs);
}

/** The same for the lines of files. */
function linesOfRun(run: Run | null | undefined): LinesOf | undefined {
  const moment = momentOfRun(run);
  if (run == null || moment === undefined) return undefined;
  const index = moment.model === run.model ? run.lines : lineIndexOfPast(moment.model);
  return { index, moment, tasksStarted: moment.model.counters.tasksStarted };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function viewOf(value: unknown): ViewName {
  if (value === "tasks" || value === "primitives" || value === "findings") return value;
  throw new Error('"view" must be "tasks", "primitives" or "findings"');
}

function parentOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  throw new Error("a row is named by a string");
}

function countOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    return value;
  }
  throw new Error("offsets, limits, lines and tasks must be whole numbers");
}

const GROUPINGS: readonly unknown[] = ["parent", "site", "state", "wait"] satisfies TaskLook["groupBy"][];
const PACKAGES: readonly unknown[] = ["fold", "show", "hide"] satisfies TaskLook["packages"][];

function lookOf(value: unknown): TaskLook {
  if (value === undefined || value === null) return ALL_TASKS;
  const { groupBy, filter, packages, pinned } = { ...ALL_TASKS, ...(value as Partial<TaskLook>) };
  const isPinned = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((id) => Number.isInteger(id));
  if (
    GROUPINGS.includes(groupBy) &&
    PACKAGES.includes(packages) &&
    typeof filter === "string" &&
    isPinned(pinned)
  ) {
    return { groupBy, filter, packages, pinned };
  }
  throw new Error('"look" makes no sense');
}
