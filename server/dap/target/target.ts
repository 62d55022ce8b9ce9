/** The program that a session is about, however it came to run. */
export interface Target {
  /** Where the program writes its recording. */
  readonly recording: string;
  /** By this session, which then has to end it and to remove its recording; else both are somebody else's. */
  readonly launched: boolean;
  /** Resolves once, when the program is over and its output is read. */
  readonly ended: Promise<Ending>;
  /** Asks a launched program to end, and ends it when it does not. */
  end(): void;
}

export interface Ending {
  /** Null when this side cannot know it, or when a signal ended the program. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a program may take to heed SIGTERM. */
export const GRACE_MS = 2000;
