/** What a session is about: a program that runs under Sluice, or a dump of a process that does not. */
import type { Site } from "../model/task.js";
import type { Inspection } from "./inspection.js";
import type { Run } from "./run.js";

export interface Debuggee {
  /** Null while there is nothing to show yet. */
  readonly run: Run | null;
  readonly inspection: Inspection | null;
  /** Collects the garbage of the program, now: what waits for what nobody can reach any more is stuck. */
  proveLeaks(): Promise<void>;
  /**
   * Asks threads that are busy what they run, and to that end opens the program's inspector: where the first of them is,
   * null if in no place of the program's. Absent where nothing runs.
   */
  whatRuns?(): Promise<Site | null>;
  /** The debugger that holds the program lets it go on; absent where there is none. */
  goOn?(): Promise<void>;
  /** The user has had enough: what was launched ends, and with it the session. */
  terminate(): Promise<void>;
  /** The client is done: nothing of ours stays behind. */
  close(): Promise<void>;
}
