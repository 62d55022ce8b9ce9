import type { Header, PrimitiveKindName, WaitOp } from "./format.js";

/** Ids are per recording and start at 1; 0 stands for "none" on the wire and is told as null here. */
export type CallId = number & { readonly brand?: "call" };
export type PrimitiveId = number & { readonly brand?: "primitive" };

/** A place in the program as the engine ran it: source maps are not applied yet. Line and column are 1-based. */
export interface WireFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface HeaderRecord {
  readonly kind: "header";
  readonly header: Header;
}

/** The source map of a file that exists only in the program's memory (a loader compiled it). JSON text. */
export interface SourceMapRecord {
  readonly kind: "sourceMap";
  readonly file: string;
  readonly json: string;
}

/** An async call that lived long enough to be told. `stack` leads from its caller outwards. */
export interface StartRecord {
  readonly kind: "start";
  readonly id: CallId;
  readonly parent: CallId | null;
  readonly flags: number;
  /** Empty when not known yet. */
  readonly name: string;
  readonly created: readonly WireFrame[];
  readonly timeUs: number;
}

/** What was learnt later about a call: its name, its flags. */
export interface DescribeRecord {
  readonly kind: "describe";
  readonly id: CallId;
  readonly flags: number;
  readonly name: string;
}

export interface WaitRecord {
  readonly kind: "wait";
  readonly id: CallId;
  readonly op: WaitOp;
  readonly flags: number;
  /** The await's own place; null when it is not known. */
  readonly site: WireFrame | null;
  /** Since when, which may be well before the record was written. */
  readonly timeUs: number;
  /** Of a sleep or timer, in milliseconds; else 0. */
  readonly delayMs: number;
  /** For `task`, `all`, `race`: the calls waited for. */
  readonly calls: readonly CallId[];
  /** For operations of primitives: the primitive, or those of a select's cases. */
  readonly primitives: readonly PrimitiveId[];
  /** Members of an `all` or `race`, calls or not. */
  readonly members: number;
}

export interface ResumeRecord {
  readonly kind: "resume";
  readonly id: CallId;
  readonly timeUs: number;
}

export interface EndRecord {
  readonly kind: "end";
  readonly id: CallId;
  readonly failed: boolean;
  readonly timeUs: number;
}

export interface PrimitiveRecord {
  readonly kind: "primitive";
  readonly id: PrimitiveId;
  readonly primitiveKind: PrimitiveKindName;
  readonly name: string;
  readonly capacity: number;
  readonly created: readonly WireFrame[];
  /** The call that made it; null for the entry module, and where it is not known. */
  readonly maker: CallId | null;
  /** Of a context: the nearest one above it that can be cancelled. */
  readonly parent: PrimitiveId | null;
  /** Of a context that ends by the clock: when, in milliseconds since the epoch; else 0. */
  readonly deadlineMs: number;
}

export interface PrimitiveStateRecord {
  readonly kind: "primitiveState";
  readonly id: PrimitiveId;
  readonly length: number;
  readonly closed: boolean;
  /** How many queue for it, where the primitive counts them itself; else 0. */
  readonly waiting: number;
  /** The calls that hold the lock, or permits of it. */
  readonly holders: readonly CallId[];
}

/** The promise that the call waits for was collected: nobody is left who could settle it. */
export interface CollectedRecord {
  readonly kind: "collected";
  readonly id: CallId;
  readonly timeUs: number;
}

/** The library was misused, and nobody handled the error. */
export interface MisuseRecord {
  readonly kind: "misuse";
  /** The error's stable code: "ERR_SLUICE_SEND_ON_CLOSED". */
  readonly code: string;
  readonly message: string;
  readonly stack: readonly WireFrame[];
  readonly timeUs: number;
}

/** What the thread ran at a moment at which somebody asked for it. */
export interface RunningRecord {
  readonly kind: "running";
  /** The call that it was in; null where none is known. */
  readonly id: CallId | null;
  /** The program's own frames, innermost first. */
  readonly stack: readonly WireFrame[];
  readonly timeUs: number;
}

/** A call took one lock while it held another; told once for each pair and set of other locks held. */
export interface LockOrderRecord {
  readonly kind: "lockOrder";
  readonly id: CallId;
  readonly held: PrimitiveId;
  readonly taken: PrimitiveId;
  /** Other locks that were held as well: a gate that is held in both orders makes them harmless. */
  readonly gates: readonly PrimitiveId[];
  readonly site: WireFrame | null;
  readonly timeUs: number;
}

/** Who has to do with a primitive at which somebody waits, beside those who wait and hold. */
export interface TiesRecord {
  readonly kind: "ties";
  readonly id: PrimitiveId;
  /** Calls that made it, or sent, received, signalled, ... on it, as far as they are remembered. */
  readonly users: readonly CallId[];
  /** Of a wait group: calls whose end it counts. */
  readonly owing: readonly CallId[];
}

/** What went through a primitive since it was made: values of a channel; of what is held, how often it was taken. */
export interface FlowRecord {
  readonly kind: "flow";
  readonly id: PrimitiveId;
  readonly puts: number;
  readonly takes: number;
  /** Calls that put and that take, as far as they are remembered. */
  readonly putters: readonly CallId[];
  readonly takers: readonly CallId[];
}

/** One call gave another what that took, or waited for: a value, a lock, the end of a wait. Not all of them are told. */
export interface HandoffRecord {
  readonly kind: "handoff";
  /** Null where one resolved the promise that the other waited for. */
  readonly primitive: PrimitiveId | null;
  readonly from: CallId;
  readonly to: CallId;
  /** When it was given: a value may lie in a buffer meanwhile. */
  readonly fromUs: number;
  /** When it was taken. */
  readonly timeUs: number;
}

/** The event loop did not turn for a while, and the process was busy meanwhile. */
export interface StallRecord {
  readonly kind: "stall";
  readonly timeUs: number;
  readonly blockedMs: number;
  /** The call that ran, where one is known; the place is the await from which it went on, or that called it. */
  readonly id: CallId | null;
  readonly site: WireFrame | null;
}

/** Nobody can end this context any more, though the call that made it is over; and later, that it ended all the same. */
export interface OrphanRecord {
  readonly kind: "orphan";
  readonly id: PrimitiveId;
  readonly ended: boolean;
  readonly timeUs: number;
}

/** The program has let go of the primitive: nobody can work with it any more. */
export interface GoneRecord {
  readonly kind: "gone";
  readonly id: PrimitiveId;
}

/** Something that the tracer could not look at, and why: "p-limit 9.0.0 is not a version that is known". */
export interface NoteRecord {
  readonly kind: "note";
  readonly text: string;
}

/** Totals since the start. `dropped` counts records that could not be written. */
export interface CountersRecord {
  readonly kind: "counters";
  readonly timeUs: number;
  readonly tasksStarted: number;
  readonly tasksLive: number;
  readonly channelOps: number;
  readonly promises: number;
  readonly dropped: number;
}

export interface ExitRecord {
  readonly kind: "exit";
  readonly timeUs: number;
  readonly code: number;
  readonly flags: number;
}

/**
 * Some bytes of another recording of the same tree. Only in recordings that were kept: while a program runs, each of
 * its threads and processes writes a file of its own.
 */
export interface PieceRecord {
  readonly kind: "piece";
  /** Which recording; counts from 1. */
  readonly of: number;
  readonly bytes: Uint8Array;
}

export type WireRecord =
  | HeaderRecord
  | SourceMapRecord
  | StartRecord
  | DescribeRecord
  | WaitRecord
  | ResumeRecord
  | EndRecord
  | PrimitiveRecord
  | PrimitiveStateRecord
  | CountersRecord
  | ExitRecord
  | CollectedRecord
  | MisuseRecord
  | RunningRecord
  | LockOrderRecord
  | TiesRecord
  | FlowRecord
  | HandoffRecord
  | NoteRecord
  | PieceRecord
  | StallRecord
  | OrphanRecord
  | GoneRecord;
