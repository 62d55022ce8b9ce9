/** A traced program that ran before the session and goes on after it. */
import { tracedProcesses, whyUnreadable } from "../../session/recordings.js";
import { processGone } from "./process-watch.js";
import type { Target } from "./target.js";

/** Why there is nothing to attach to. The message is one line. */
export class AttachError extends Error {
  override name = "AttachError";
}

/** @throws {AttachError} */
export async function attachTo(pid: number): Promise<Target> {
  const traced = await tracedProcesses();
  const found = traced.find((one) => one.pid === pid && one.threadId === 0);
  if (found === undefined) {
    const unreadable = await whyUnreadable(pid);
    if (unreadable !== null) throw new AttachError(`process ${pid} cannot be followed: ${unreadable}`);
    const others = traced.flatMap((one) => (one.threadId === 0 ? [`${one.pid}`] : [])).join(", ");
    throw new AttachError(
      `process ${pid} does not run under Sluice (${others === "" ? "no process does" : `these do: ${others}`}); ` +
        `start it with "node --import sluice/register"`,
    );
  }
  return {
    recording: found.recording,
    launched: false,
    ended: processGone(pid).then(() => ({ exitCode: null, signal: null })),
    end: () => undefined,
  };
}
