/** A traced program that ran before the session and goes on after it. */
import { tracedProcesses, whyUnreadable } from "../../session/recordings.js";
import { processGone } from "./process-watch.js";
import type { Target } from "./target.js";

/** Why there is nothing to attach to. The message is one line. */
export class AttachError extends Error {
  override name = "AttachError";
}

/** Null when the process does not run under Sluice. @throws {AttachError} */
export async function attachTo(pid: number): Promise<Target | null> {
  const traced = await tracedProcesses();
  const found = traced.find((one) => one.pid === pid && one.threadId === 0);
  if (found === undefined) {
    const unreadable = await whyUnreadable(pid);
    if (unreadable !== null) throw new AttachError(`process ${pid} cannot be followed: ${unreadable}`);
    return null;
  }
  return {
    recording: found.recording,
    launched: false,
    ended: processGone(pid).then(() => ({ exitCode: null, signal: null })),
    end: () => undefined,
  };
}
