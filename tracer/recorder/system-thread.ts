import { readlinkSync } from "node:fs";
import { basename } from "node:path";

/** The system's id of this thread: only Linux tells of threads from outside. */
export function systemThread(): { systemThread?: number } {
  if (process.platform !== "linux") return {};
  try {
    return { systemThread: Number(basename(readlinkSync("/proc/thread-self"))) };
  } catch {
    // No such file system is mounted, or the program may not read it.
    return {};
  }
}
