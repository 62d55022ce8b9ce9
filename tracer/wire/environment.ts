/** How a launcher and the tracer in the launched program find each other. */

/** Environment variables that a launcher sets and the tracer takes away again before the program can see them. */
export const RECORDING_VARIABLE = "SLUICE_RECORDING";
/** What the user had in NODE_OPTIONS. Absent: nothing. */
export const USER_NODE_OPTIONS_VARIABLE = "SLUICE_USER_NODE_OPTIONS";

/** Set to "1": force collections while the program is idle, to prove leaks. */
export const LEAKS_VARIABLE = "SLUICE_LEAKS";

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

/** Of the registered symbol by which code in the traced process finds its tracer, as a property of `process`. */
export const TRACER_SYMBOL = "sluice.tracer";

/** What code in the traced process may ask of its tracer. */
export interface TracerHandle {
  readonly version: 1;
  /** The path of the recording. */
  readonly recording: string;
  /** Tells of the call that runs now, and returns its id; null when none is known to run. */
  readonly mark: () => number | null;
  /** Tells everything there is to tell, however young, and calls back when it is in the recording. */
  readonly flush: (done: () => void) => void;
}
