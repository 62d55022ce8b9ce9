import { Event } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";

type Told = Pick<DebugProtocol.StoppedEvent["body"], "reason" | "description" | "text">;

/** A stop that is to be seen: the thread's line comes into view, whatever the user looks at. */
export function stoppedEvent(threadId: number, told: Told): DebugProtocol.Event {
  const body: DebugProtocol.StoppedEvent["body"] = {
    ...told,
    threadId,
    preserveFocusHint: false,
    allThreadsStopped: false,
  };
  return new Event("stopped", body);
}
