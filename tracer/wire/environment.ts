/** How a launcher and the tracer in the launched program find each other. */

/** Environment variables that a launcher sets and the tracer takes away again before the program can see them. */
export const RECORDING_VARIABLE = "SLUICE_RECORDING";
/** What the user had in NODE_OPTIONS. Absent: nothing. */
export const USER_NODE_OPTIONS_VARIABLE = "SLUICE_USER_NODE_OPTIONS";

/** Set to "1": force collections while the program is idle, to prove leaks. */
export const LEAKS_VARIABLE = "SLUICE_LEAKS";

/** Node's own: the folder into which a process writes at its end how often each block of its code ran. */
export const COVERAGE_VARIABLE = "NODE_V8_COVERAGE";

/** Set to "1": the launcher has set that one, so the program is not to see it, nor its child processes. */
export const COUNTS_VARIABLE = "SLUICE_COUNTS";

/** Node splits NODE_OPTIONS at spaces outside of double quotes, where a backslash takes the next as it is. */
export function requireOption(path: string): string {
  return `--require "${path.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * Set by the tracer for a child process that runs Node, or a worker's own environment: which tree it belongs to, as
 * JSON ({@link Kin}). Taken away again like the rest.
 */
export const KIN_VARIABLE = "SLUICE_KIN";

/** What a process or thread must know to record as part of the tree that it belongs to. */
export interface Kin {
  /** The recording of the tree's first process. */
  readonly root: string;
  /** The unit that starts it. */
  readonly parent: string;
  /** Somebody follows the tree and removes its recordings; otherwise each removes its own. */
  readonly followed: boolean;
  readonly proveLeaks: boolean;
}

export const RECORDING_SUFFIX = ".sluice";

/** Facts of the machine and the user that decide where recordings lie. */
export interface Host {
  /** Whether /dev/shm, a file system in memory, is there. */
  readonly sharedMemory: boolean;
  readonly tempFolder: string;
  /** Id or name of the user. */
  readonly user: string;
}

/** The folder of this user's recordings. Whoever writes there must see to it that it is the user's alone. */
export function recordingsFolder(host: Host): string {
  const parent = host.sharedMemory ? "/dev/shm" : host.tempFolder;
  return `${parent}/sluice-${host.user}`;
}

/** What a unit is called: process ids come again, so the time is part of it. */
export function unitName(pid: number, threadId: number, startedAtMs: number): string {
  return `${pid}.${threadId}-${startedAtMs.toString(36)}`;
}

/** Where a unit of the tree records: beside the first recording, "run-ab12.sluice" and "run-ab12+812.0-k3f.sluice". */
export function memberPath(root: string, unit: string): string {
  return `${stemOf(root)}+${unit}${RECORDING_SUFFIX}`;
}

/** What the names of the tree's other recordings begin with. */
export function memberPrefix(root: string): string {
  return `${stemOf(root)}+`;
}

/** Of a member's recording that of its root; of any other itself. */
export function rootOfMember(path: string): string {
  return path.replace(/\+[^+/\\]*$/, RECORDING_SUFFIX);
}

function stemOf(root: string): string {
  return root.slice(0, -RECORDING_SUFFIX.length);
}

/**
 * The channel (of `node:diagnostics_channel`) by which code in the traced thread finds its tracer: a request that is
 * published there comes back with the tracer in it.
 */
export const TRACER_CHANNEL = "sluice:tracer";

export interface TracerRequest {
  tracer: TracerHandle | undefined;
}

/** What code in the traced thread may ask of its tracer. */
export interface TracerHandle {
  readonly version: 1;
  /** The path of the recording. */
  readonly recording: string;
  /** Tells of the call that runs now, and returns its id; null when none is known to run. */
  readonly mark: () => number | null;
  /** Tells everything there is to tell, however young, and calls back when it is in the recording. */
  readonly flush: (done: () => void) => void;
}

/** A `node:diagnostics_channel` of the traced program, on which an inspector can ask its tracer for something. */
export const ASK_CHANNEL = "sluice:ask";
export const PROVE_LEAKS = "prove leaks";
/** Asked for as an object, into which the tracer puts the function that is called where a debugger is to stop. */
export interface StopRequest {
  /** In place of those that were asked for before. */
  readonly stopAt: readonly StopRule[];
  /** Also when the program is about to end and tasks of it are left, once all is told. */
  readonly atEnd: boolean;
  /** Also at an error of misuse that nobody handled, once it is told. */
  readonly atPanic: boolean;
  here?: (words: string) => string;
}

/**
 * Asked for as an object: what the program stops at is shown by now, so it may stop. The tracer says in it whether it was
 * about to.
 */
export interface ShownRequest {
  readonly shown: true;
  stops?: boolean;
}

/** An operation on the primitives of a name. */
export interface StopRule {
  readonly name: string;
  /** A value has come into the last place, or finds none; the last one was taken, or none was there; it was closed. */
  readonly when: StopWhen;
  /** Only a line in the debugger's console. */
  readonly logs: boolean;
}

export type StopWhen = "full" | "empty" | "closed";

/** The words of the stop at the end. */
export const AT_END = "the program is about to end";

/** The words of the stop at an error of misuse, before its number: the first one that is told is 1. */
export const AT_PANIC = "panic ";

/**
 * Asked for as an object, also while the thread runs without a turn of its loop: what it runs right now is to be told, and
 * all else that there is to tell. The tracer says in it whether there was something of the program's; it tells nothing while it is at work itself.
 */
export interface RunningRequest {
  readonly whatRuns: true;
  told?: boolean;
}

/** Everything there is to tell is to be told now, by a program that a debugger holds: no microtask runs meanwhile. */
export const TELL_NOW = "tell now";
