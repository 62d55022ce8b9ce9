import { readFileSync } from "node:fs";

/** Linux counts in these, whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100;

/** Milliseconds of a processor that a thread has had; null where the system does not tell: only Linux does, of other processes. */
export function threadTimeMs(pid: number, systemThread: number | null): number | null {
  if (systemThread === null) return null;
  try {
    const text = readFileSync(`/proc/${pid}/task/${systemThread}/stat`, "utf8");
    // The name of the thread comes before, in parentheses, and may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return ((user + system) * 1000) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}
