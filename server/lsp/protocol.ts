/** The server's own requests, beside the protocol's. Types only: clients import them, and write the method's name. */
import type {
  Location,
  Position,
  Range,
  TextDocumentIdentifier,
  TextEdit,
} from "vscode-languageserver-protocol";

export interface PatternSummary {
  readonly name: string;
  readonly prefix: string;
  readonly title: string;
  readonly whenToUse: string;
  /** What flows where, in lines of characters of equal width. */
  readonly picture: string;
  /** The code with all defaults taken, as it would be written in `languageId`. */
  readonly preview: string;
}

interface ExpandPatternParams {
  /** A pattern's name or prefix. */
  readonly name: string;
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

interface ExpandPatternResult {
  /** In snippet syntax, to insert at the position. */
  readonly snippet: string;
  /** To apply together with it; they refer to the document as it was, and do not touch the position. */
  readonly importEdits: readonly TextEdit[];
}

interface StartsParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

interface StartsResult {
  /** What the function at the position is called, or the file where there is none. */
  readonly name: string;
  /** Where it is started as a task. */
  readonly startedAt: readonly Location[];
}

interface AsyncFunctionsParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface AsyncFunction {
  /** All of it, from its first modifier or decorator to its end. */
  readonly range: Range;
  /** Where its own first line begins. */
  readonly begins: Position;
}

/** Each request by its method. */
export interface SluiceRequests {
  "sluice/patterns": {
    readonly params: { readonly languageId?: string };
    readonly result: readonly PatternSummary[];
  };
  /** "Started by", for an editor whose call hierarchy is another server's. */
  "sluice/starts": { readonly params: StartsParams; readonly result: StartsResult | null };
  /** In the order of the text; null for a document that is not open, or of another language. */
  "sluice/asyncFunctions": {
    readonly params: AsyncFunctionsParams;
    readonly result: readonly AsyncFunction[] | null;
  };
  "sluice/expandPattern": { readonly params: ExpandPatternParams; readonly result: ExpandPatternResult };
}

/** A place at which a run under the tracer found something. */
export interface LastRunFinding {
  /** The kind of finding, such as "leak". */
  readonly kind: string;
  /** What the task that is stuck there waits for, such as "receive"; null where nothing is stuck. */
  readonly wait: string | null;
  readonly certain: boolean;
  readonly message: string;
  /** The path of a file on the disk. */
  readonly file: string;
  /** Counted from 1, as in reports. */
  readonly line: number;
  readonly column: number;
  /** How many tasks it was found of. */
  readonly count: number;
  /** The client shows it there by itself: the server only says of a warning of its own that a run has seen it. */
  readonly shown?: boolean;
}

/** A line that ran often. */
export interface LastRunLine {
  /** The path of a file on the disk. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** What stood on it, without the white space around. */
  readonly text: string;
  readonly count: number;
}

/** What a run that came to its end by itself tells of mistakes that did not happen. */
export interface LastRunCounts {
  readonly lines: readonly LastRunLine[];
  /** The kinds of findings that it gave all the same, those that are silenced among them. */
  readonly found: readonly string[];
}

/** Each notification by its method, from the client to the server. */
export interface SluiceNotifications {
  /** Everything that the last run found so far; each one replaces the one before. */
  "sluice/lastRun": {
    readonly findings: readonly LastRunFinding[];
    /** Where the run was counted, and told to its end. */
    readonly counts?: LastRunCounts | null;
  };
}
