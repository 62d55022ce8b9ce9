/**
 * What only a dump can tell, beside the records that a recording has: it looks at one moment of a process that
 * nobody had watched, but it sees the whole heap. None of these is ever written to a file.
 */
import type { CallId, WireRecord } from "../../tracer/wire/index.js";

/** All that follows is of one moment: since when a task waits is not known. */
export interface MomentRecord {
  readonly kind: "moment";
}

/** Who could end a call's wait. */
export interface WakersRecord {
  readonly kind: "wakers";
  readonly id: CallId;
  /** In words; empty when it is not known. */
  readonly wakers: readonly string[];
  /** It is proved that nobody ever can. */
  readonly stuck: boolean;
}

/** A variable of a suspended function, its value as a short preview. */
export interface Local {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** The variables of a call at its await. */
export interface LocalsRecord {
  readonly kind: "locals";
  readonly id: CallId;
  readonly locals: readonly Local[];
}

export type ModelRecord = WireRecord | MomentRecord | WakersRecord | LocalsRecord;
