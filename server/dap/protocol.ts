/**
 * What the debug adapter and its client say to each other beyond the Debug Adapter Protocol. Types only: the
 * client imports this file without taking any of the adapter's code along.
 *
 * The adapter tells that something changed (`sluice/update`, at most ten times a second), and the client asks for
 * what it shows (`sluice/rows`, `sluice/details`). Rows carry facts, not layout: how they are worded in a tree is
 * the client's business.
 */
import type { Answers, Question } from "../../media/wire/messages.js";
import type { KeptFlow, KeptMoment } from "../flow/kept.js";
import type { RuleCode } from "../codes/codes.js";
import type { FileCounts } from "../session/line-counts.js";
import type { FindingKind } from "../detect/finding.js";
import type { ThreadLook } from "./threads/thread-list.js";
import type { PrimitiveKindName, Site, TaskId, TaskState, WaitOp } from "../model/task.js";

export type { Site, ThreadLook };

/** Custom requests by name. */
export interface SluiceRequests {
  "sluice/rows": { readonly arguments: RowsArguments; readonly body: RowsBody };
  "sluice/manyRows": { readonly arguments: ManyRowsArguments; readonly body: ManyRowsBody };
  "sluice/details": { readonly arguments: DetailsArguments; readonly body: DetailsBody };
  "sluice/locate": { readonly arguments: LocateArguments; readonly body: LocateBody };
  "sluice/lines": { readonly arguments: LinesArguments; readonly body: LinesBody };
  "sluice/lineTasks": { readonly arguments: LineTasksArguments; readonly body: LineTasksBody };
  "sluice/locateThread": { readonly arguments: LocateThreadArguments; readonly body: LocateThreadBody };
  "sluice/toggleThreads": { readonly arguments: ToggleThreadsArguments; readonly body: ThreadLook };
  "sluice/proveLeaks": { readonly arguments: object; readonly body: object };
  /** Opens the program's inspector, where it is closed, to ask the busy threads what they run. */
  "sluice/whatRuns": { readonly arguments: object; readonly body: WhatRunsBody };
  /** For the graph and the timeline; null when there is no run to tell of yet. */
  "sluice/page": { readonly arguments: Question; readonly body: Answers[keyof Answers] | null };
}

/** Custom events by name. */
export interface SluiceEvents {
  "sluice/update": Update;
  "sluice/findings": FindingsTold;
  /** At the end of a run that was to be counted, if it tells of mistakes that did not happen as well. */
  "sluice/counts": CountsTold;
  /** Before the last update: what the graph and the timeline go on showing without the adapter. */
  "sluice/flow": KeptFlow;
  /** The same of a moment of the run, one after the other: what can be looked back at. */
  "sluice/past": Still;
}

/** In place of a large body of ours, to a client that has named a folder for such files: it reads it, and removes it. */
export interface InFile {
  /** A path; the file is the body's JSON. */
  readonly inFile: string;
}

/** How a run stood at one moment of it. */
export interface Still {
  /** Milliseconds since the program's start. */
  readonly atMs: number;
  readonly flow: KeptMoment;
  readonly rows: Pick<Ended, "views" | "tasksBy">;
}

export interface WhatRunsBody {
  /** The place at which the first of them was; null where none is in a place of the program's. */
  readonly site: Site | null;
}

export type ViewName = "tasks" | "primitives" | "findings";

export interface RowsArguments {
  readonly view: ViewName;
  /** The row whose children are asked for; null for the outermost rows. */
  readonly parent: string | null;
  readonly offset: number;
  readonly limit: number;
  /** How the Tasks view is looked at; as a tree of all tasks when absent. */
  readonly look?: TaskLook;
}

/** Several pages at once. */
export interface ManyRowsArguments {
  readonly requests: readonly RowsArguments[];
}

export interface ManyRowsBody {
  /** One for each request. */
  readonly pages: readonly RowsBody[];
}

export interface RowsBody {
  readonly rows: readonly Row[];
  /** How many there are, on this page or not. */
  readonly total: number;
  /** Of the outermost rows of a view that is filtered: how many tasks the filter lets through. */
  readonly matching?: number;
}

export interface Row {
  /** The same as long as the row is about the same thing, so that selection and expansion survive. */
  readonly id: string;
  /** "worker", "worker ×9,998", or the sentence of a finding. */
  readonly label: string;
  /** "waiting to receive from jobs (0/10)"; empty where there is nothing to say. */
  readonly state: string;
  /** The same for a narrow column: "receive jobs (0/10)". */
  readonly brief: string;
  /** How long it has been in that state. */
  readonly age: Age | null;
  readonly icon: RowIcon;
  /** Named by a finding: it will never go on. */
  readonly stuck: boolean;
  /** What a click opens. */
  readonly place: Place | null;
  /** Where the task that the row is about was started, when that is known. */
  readonly start: Site | null;
  /** The one task that the row is about. */
  readonly task: TaskId | null;
  /** "open" for rows that are best seen with their children at first. */
  readonly children: "none" | "closed" | "open";
}

export interface Place {
  readonly site: Site;
  /** What it is to the row: its own place, or where its task was started. */
  readonly kind: "here" | "start";
}

/** Of a running program the moment it began, so that the client can tick by itself; of an ended one the length. */
export type Age =
  | { readonly kind: "since"; readonly epochMs: number; readonly oldestOf: number }
  | { readonly kind: "lasted"; readonly ms: number; readonly oldestOf: number };

export type RowIcon = WaitOp | TaskState | PrimitiveKindName | OtherIcon;

/** Of rows that are about neither a task nor a primitive. */
export type OtherIcon =
  "busy" | "finding" | "warning" | "place" | "variable" | "group" | "package" | "pinned";

export interface DetailsArguments {
  readonly view: ViewName;
  /** A row's id. */
  readonly id: string;
  readonly look?: TaskLook;
}

export interface DetailsBody {
  /** Null when the row has nothing more to tell, or is gone. */
  readonly details: Details | null;
}

/** What a row's tooltip tells. */
export interface Details {
  /** "worker #12", "Deadlock". */
  readonly title: string;
  /** One sentence, or empty. */
  readonly text: string;
  readonly sections: readonly DetailsSection[];
}

export interface DetailsSection {
  /** "Waits at", "Started by main at". */
  readonly heading: string;
  readonly sites: readonly Site[];
}

export interface Update {
  /** Grows with each change. */
  readonly revision: number;
  readonly counts: Counts;
  /** How many findings there are. */
  readonly findings: number;
  /** Set while the views show the run as it stood then, in milliseconds since its start. */
  readonly pastMs: number | null;
  /** Threads that are busy and do not come round to their event loop, the main thread first. */
  readonly busy: readonly BusyFacts[];
  /** A debugger holds the program: all is of the moment at which it stopped. */
  readonly held: boolean;
  /** Set when it is no run but a dump: all is of that moment. */
  readonly dump: DumpFacts | null;
  /** Set when it is no run but a recording of one that is over. */
  readonly recording: RecordingFacts | null;
  /** When the program was started, since the epoch; null until it has told. */
  readonly startedAtMs: number | null;
  /** The last word of a run: what the views need to go on showing it without the adapter. */
  readonly ended: Ended | null;
}

export interface BusyFacts {
  /** "main thread", "worker 2 (parse.js)" */
  readonly name: string;
  /** Its loop's last turn, since the epoch. */
  readonly sinceMs: number;
  /** "busy in hash", "busy" */
  readonly words: string;
  /** Where it was when it was asked last; null as long as it could not be asked. */
  readonly site: Site | null;
}

export interface DumpFacts {
  /** When it was taken, since the epoch. */
  readonly atMs: number;
  readonly pid: number;
  /** The path of the program's script. */
  readonly program: string;
}

export interface RecordingFacts {
  readonly file: string;
  /** The path of the program's script. */
  readonly program: string;
  /** "exited with code 0"; what the recording knows of it. */
  readonly how: string;
}

export interface Counts {
  /** Tasks ever started. */
  readonly started: number;
  readonly live: number;
  readonly waiting: number;
  /** Waiting for longer than a second for what is in the program's own hands: a task, a channel, a lock and the like. */
  readonly blocked: number;
  /** Records that the tracer could not write: while this is not 0, tasks may be missing. */
  readonly dropped: number;
}

export interface Ended {
  /** "exited with code 0", "was ended by SIGKILL", "was left running". */
  readonly how: string;
  readonly views: Readonly<Record<ViewName, KeptRows>>;
  /** The tasks as they are looked at otherwise than as a tree. */
  readonly tasksBy: Readonly<Record<Exclude<Grouping, "parent">, KeptRows>>;
}

/** The rows of one view, as far as they are kept: of a big run a part, whose totals tell what is missing. */
export interface KeptRows {
  readonly pages: readonly KeptPage[];
  readonly details: Readonly<Record<string, Details>>;
}

export interface KeptPage extends RowsBody {
  readonly parent: string | null;
}

/** What a finding of each kind is called; the manifest's words and the views' are the same. */
export type FindingTitles = Readonly<Record<FindingKind, string>>;

/** How the Tasks view is looked at. */
export interface TaskLook {
  readonly groupBy: Grouping;
  /** Words that a task must have in its name, file, state or wait; with its ancestors it is shown then. */
  readonly filter: string;
  /** Tasks of packages and of Node itself: one row for those of each parent, rows like any, or none. */
  readonly packages: Packages;
  /** These come first. */
  readonly pinned: readonly TaskId[];
}

export type Grouping = "parent" | "site" | "state" | "wait";
export type Packages = "fold" | "show" | "hide";

/** The row of this task; else of the first one that stands at the line, or was started there. */
export interface LocateArguments {
  readonly look?: TaskLook;
  readonly task?: TaskId;
  readonly file: string;
  readonly line: number;
}

export interface LocateBody {
  /** From the outermost row to that one; empty when no task stands there. */
  readonly path: readonly RowAt[];
}

/** The row of the task that a thread stands for. */
/** Whether alike tasks are one thread, and whether tasks of packages are threads. */
export interface ToggleThreadsArguments {
  readonly toggle: keyof ThreadLook;
}

export interface LocateThreadArguments {
  readonly threadId: number;
  readonly look?: TaskLook;
}

export interface LocateThreadBody extends LocateBody {
  /** Null when there is no such thread any more. */
  readonly task: TaskId | null;
}

export interface RowAt {
  readonly id: string;
  /** Among its siblings. */
  readonly index: number;
}

/** What stands at the lines of some files, for the marks of an editor. */
export interface LinesArguments {
  /** Whole paths. */
  readonly files: readonly string[];
  /** Tell of the primitives that were made in the files, too. */
  readonly primitives?: boolean;
}

export interface LinesBody {
  /** One for each file, in the order in which they were asked for. */
  readonly files: readonly FileLines[];
}

/** Each list in the order of the lines. */
export interface FileLines {
  readonly file: string;
  readonly waits: readonly LineWaits[];
  /** Lines with a `go` that started tasks. */
  readonly starts: readonly LineCount[];
  /** Places in functions that ran as tasks; those of one function are to be added up. */
  readonly bodies: readonly LineCount[];
  /** Empty when they were not asked for. */
  readonly primitives: readonly LinePrimitives[];
}

/** Tasks that wait at one line. */
export interface LineWaits {
  readonly line: number;
  readonly count: number;
  /** How many of them a finding names: they will never go on. */
  readonly stuck: number;
  /** Since when the one waits that has waited longest. */
  readonly age: Age | null;
  /** "receive jobs (0/10)": what they wait for, what most of them do first; the first few. */
  readonly waits: readonly string[];
  /** For how many other things they wait as well. */
  readonly more: number;
  /** "outside": all of it ends by itself, or by somebody outside: a timer, a request. */
  readonly state: LineState;
}

export type LineState = "stuck" | "blocked" | "outside";

/** How many tasks were started at a place, or ran the function around it. */
export interface LineCount {
  readonly line: number;
  readonly column: number;
  readonly started: number;
  /** There may be more: some tasks were over too soon to be told, or it is not known of some where they belong. */
  readonly atLeast: boolean;
  readonly live: number;
  readonly leaked: number;
  /** In a deadlock, or in a ring of locks. */
  readonly stuck: number;
}

/** The primitives that were made at a line. */
export interface LinePrimitives {
  readonly line: number;
  /** "jobs ▰▰▱▱▱ 2/5 · 3 receive", "accounts held by worker"; the first few. */
  readonly words: readonly string[];
  readonly more: number;
}

export interface LineTasksArguments {
  readonly file: string;
  readonly line: number;
}

export interface LineTasksBody {
  /** The tasks that wait at the line, alike ones as one; stuck ones and long waits first; the first few. */
  readonly tasks: readonly LineTask[];
  /** How many tasks wait there. */
  readonly total: number;
}

export interface LineTask extends Pick<Row, "label" | "state" | "age" | "stuck" | "start"> {
  /** The task, or one that stands for all. */
  readonly task: TaskId;
  /** How many it stands for. */
  readonly count: number;
}

/** All findings of the run as it is, told when they have changed. */
export interface FindingsTold {
  readonly findings: readonly FindingFacts[];
}

export interface CountsTold {
  /** Lines that ran often; what that means is the language server's business. */
  readonly files: readonly FileCounts[];
  /** The kinds of findings that the run gave, those that are silenced among them. */
  readonly found: readonly FindingKind[];
}

export interface FindingFacts {
  readonly kind: FindingKind;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** Where it is told. */
  readonly site: Site;
  readonly places: readonly FindingPlace[];
  /** The language server's code for such a thing, where it has one. */
  readonly code: RuleCode | null;
  readonly marks: readonly FindingMark[];
}

/** A place at which tasks of a finding are. */
export interface FindingMark {
  readonly site: Site;
  /** What they wait for there; null if they do not wait. */
  readonly wait: WaitOp | null;
  /** The same in words, of one of them: "receive jobs (0/10)"; empty if they do not wait. */
  readonly words: string;
  readonly count: number;
  /** Their places in a ring of locks, or the place of the line among those of a deadlock, from 1; else empty. */
  readonly order: readonly number[];
}

export interface FindingPlace {
  /** "worker waits to send on results" */
  readonly words: string;
  readonly site: Site;
}
