/**
 * What the debug adapter and its client say to each other beyond the Debug Adapter Protocol. Types only: the
 * client imports this file without taking any of the adapter's code along.
 *
 * The adapter tells that something changed (`sluice/update`, at most ten times a second), and the client asks for
 * what it shows (`sluice/rows`, `sluice/details`). Rows carry facts, not layout: how they are worded in a tree is
 * the client's business.
 */
import type { Answers, Question } from "../../media/wire/messages.js";
import type { KeptFlow } from "../flow/kept.js";
import type { RuleCode } from "../codes/codes.js";
import type { FileCounts } from "../session/line-counts.js";
import type { FindingKind } from "../detect/finding.js";
import type { PrimitiveKindName, Site, TaskId, TaskState, WaitOp } from "../model/task.js";

export type { Site };

/** Custom requests by name. */
export interface SluiceRequests {
  "sluice/rows": { readonly arguments: RowsArguments; readonly body: RowsBody };
  "sluice/manyRows": { readonly arguments: ManyRowsArguments; readonly body: ManyRowsBody };
  "sluice/details": { readonly arguments: DetailsArguments; readonly body: DetailsBody };
  "sluice/locate": { readonly arguments: LocateArguments; readonly body: LocateBody };
  "sluice/proveLeaks": { readonly arguments: object; readonly body: object };
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
export type OtherIcon = "finding" | "warning" | "place" | "variable" | "group" | "package" | "pinned";

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
  /** Set when it is no run but a dump: all is of that moment. */
  readonly dump: DumpFacts | null;
  /** Set when it is no run but a recording of one that is over. */
  readonly recording: RecordingFacts | null;
  /** The last word of a run: what the views need to go on showing it without the adapter. */
  readonly ended: Ended | null;
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

/** The row of the first task that stands at a line, or was started there. */
export interface LocateArguments {
  readonly look?: TaskLook;
  readonly file: string;
  readonly line: number;
}

export interface LocateBody {
  /** From the outermost row to that one; empty when no task stands there. */
  readonly path: readonly RowAt[];
}

export interface RowAt {
  readonly id: string;
  /** Among its siblings. */
  readonly index: number;
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
  readonly count: number;
}

export interface FindingPlace {
  /** "worker waits to send on results" */
  readonly words: string;
  readonly site: Site;
}
