/** What the pages are told. Facts, not layout: where a box stands and how it is worded is the page's business. */
import type { PrimitiveKindName } from "../../tracer/wire/format.js";
import type { StateCode } from "./states.js";

/** A place in the user's source, 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface RunFacts {
  /** Another one means that all that was told before is of another run. */
  readonly key: string;
  /** "orders.ts" */
  readonly program: string;
  readonly state: "live" | "ended" | "dump" | "none";
  /** How it ended, in words; empty while it goes on. */
  readonly how: string;
  /** Milliseconds since the program's start. */
  readonly nowMs: number;
  /** Set while it is looked at as it stood then. */
  readonly pastMs: number | null;
  /** It can be looked at as it stood at any time. */
  readonly canLookBack: boolean;
  /** Records that the tracer could not write: while this is not 0, boxes and spans may be missing. */
  readonly dropped: number;
}

/** What is shown is as of then, in milliseconds since the program's start. */
export function shownMs({ pastMs, nowMs }: RunFacts): number {
  return pastMs ?? nowMs;
}

/** The tasks that were started at one line. */
export interface SiteBox {
  readonly id: string;
  readonly name: string;
  /** The line that starts them; null where it is not known. */
  readonly place: Place | null;
  /** Of another thread or process: "worker 2"; empty for the main one. */
  readonly unit: string;
  readonly live: number;
  readonly started: number;
  /** How many of them a finding names. */
  readonly stuck: number;
  /** What the live ones do now: state and number. */
  readonly now: readonly (readonly [StateCode, number])[];
  /** Milliseconds that all of them together spent in each state since the program's start. */
  readonly spentMs: readonly (readonly [StateCode, number])[];
}

/** A channel, a lock, ...; those that were made alike at one line are one. */
export interface PrimitiveBox {
  readonly id: string;
  readonly kind: PrimitiveKindName;
  readonly name: string;
  readonly place: Place | null;
  readonly count: number;
  /** Values buffered, or permits taken, and of how many; null is without limit. */
  readonly length: number;
  readonly capacity: number | null;
  readonly closed: boolean;
  /** How many tasks wait to put or to send, and how many to take, receive or lock. */
  readonly sending: number;
  readonly receiving: number;
  /** How many tasks hold it. */
  readonly holders: number;
  /** Totals since the program's start. */
  readonly puts: number;
  readonly takes: number;
  /** For how long somebody waited on that side, since the program's start. */
  readonly sendingMs: number;
  readonly receivingMs: number;
  readonly stuck: boolean;
}

/**
 * `send` leads from a site to a channel and `receive` from a channel to a site; `take` from a site to a lock or permit
 * that it takes, and `hold` back; `start` from a site to the one that it starts; `await` from a site that waits to the
 * one whose tasks it waits for.
 */
export type EdgeKind = "send" | "receive" | "take" | "hold" | "start" | "await";

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Tasks that wait there at the moment. */
  readonly waiting: number;
  /** A finding says that these wait for ever. */
  readonly stuck: boolean;
  /** Part of a ring of tasks that wait for each other. */
  readonly ring: boolean;
}

export interface GraphFacts {
  readonly run: RunFacts;
  readonly sites: readonly SiteBox[];
  readonly primitives: readonly PrimitiveBox[];
  readonly edges: readonly Edge[];
  /** What was found, in sentences. */
  readonly findings: readonly string[];
}

/** One task of a box. */
export interface TaskFacts {
  readonly id: number;
  readonly name: string;
  /** "waiting to receive from jobs (0/10)" */
  readonly state: string;
  readonly code: StateCode;
  /** The box of the primitive that it waits at. */
  readonly at: string | null;
  readonly sinceMs: number;
  readonly stuck: boolean;
  /** Where it waits, else where it was started. */
  readonly place: Place | null;
}

export interface TasksFacts {
  readonly tasks: readonly TaskFacts[];
  readonly total: number;
}

export interface BoxFacts {
  /** The box of a task; null when there is none. */
  readonly box: string | null;
}

/** How far a page has read the history. */
export interface Cursor {
  readonly run: string;
  readonly changes: number;
  readonly tasks: number;
  readonly sites: number;
  readonly primitives: number;
  readonly handoffs: number;
}

/** The next piece of the history. */
export interface HistoryFacts {
  readonly run: RunFacts;
  /** What was told before is of another run, or was let go: the page begins anew. */
  readonly anew: boolean;
  readonly cursor: Cursor;
  /** There is more to ask for at once. */
  readonly more: boolean;
  readonly sites: readonly SiteFacts[];
  readonly primitives: readonly PrimitiveFacts[];
  /** See `columns.ts`. */
  readonly tasks: string;
  readonly changes: string;
  readonly handoffs: string;
}

/** A site by its number in the history. */
export interface SiteFacts {
  readonly index: number;
  readonly name: string;
  readonly place: Place | null;
  readonly unit: string;
}

export interface PrimitiveFacts {
  readonly id: number;
  readonly kind: PrimitiveKindName;
  readonly name: string;
  /** Tasks on either side of it, as far as they are remembered. */
  readonly putters: readonly number[];
  readonly takers: readonly number[];
}
