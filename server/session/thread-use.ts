import { readFileSync } from "node:fs";

/** Linux counts in these, whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100;

export interface ThreadUse {
  /** Milliseconds of a processor that it has had. */
  readonly usedMs: number;
  /** It runs just now, or waits for a processor alone. */
  readonly runs: boolean;
}

/** Null where the system does not tell: only Linux does, of other processes. */
export function threadUse(pid: number, systemThread: number | null): ThreadUse | null {
  if (systemThread === null) return null;
  try {
    const text = readFileSync(`/proc/${pid}/task/${systemThread}/stat`, "utf8");
    // The name of the thread comes before, in parentheses, and may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return { usedMs: ((user + system) * 1000) / TICKS_PER_SECOND, runs: fields[0] === "R" };
  } catch {
    return null;
  }
}
