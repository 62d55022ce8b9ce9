/**
 * A stop that is to be seen: the program is held, and the line of one of its tasks comes into view.
 *
 * The debugger tells of the same stop, at whatever line runs just then. VS Code stays with the one that it shows already:
 * so the task is told of first, and the program is held once the variables of its frame were asked for.
 */
import { Event } from "@vscode/debugadapter";
import { setTimeout as delay } from "node:timers/promises";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Program, SendEvent } from "../program.js";
import type { DebuggerLink } from "./link.js";

/** A client that shows no variables is not waited for any longer. */
const SHOWN_WITHIN_MS = 3000;

/** What runs once in a while meets one of these. */
const PAUSES = 40;
const PAUSED_WITHIN_MS = 230;

/** Nobody who sees a program held has it go on as soon as that. */
const LASTED_MS = 100;

export interface Held {
  readonly program: Program;
  readonly link: DebuggerLink;
  readonly send: SendEvent;
  /** The debugger holds the program. */
  readonly isPaused: () => boolean;
}

type Told = Pick<DebugProtocol.StoppedEvent["body"], "reason" | "description" | "text">;

export async function holdAt(threadId: number, told: Told, held: Held): Promise<void> {
  const { program, link, send, isPaused } = held;
  if (!isPaused()) program.run.stopping();
  const shown = program.inspection.shown(threadId, SHOWN_WITHIN_MS);
  send(stoppedEvent(threadId, told));
  await shown;
  if (isPaused() || program.run.isLetGo) return;
  // At a panic and at its end it stops by itself.
  const stopsItself = await link.shown().catch(() => false);
  if (!stopsItself) await pauseAgain(held);
}

/**
 * A pause is lost where it meets code that is skipped from its first frame to its last, such as a timer of the tracer's: the
 * engine passes over it, or the debugger itself has the program go on at once. So it counts when it has lasted.
 */
async function pauseAgain({ program, link, isPaused }: Held): Promise<void> {
  for (let attempt = 0; attempt < PAUSES && !program.run.isLetGo; attempt++) {
    if (!isPaused()) {
      program.run.stopping();
      await link.pause().catch(() => undefined);
    }
    await delay(PAUSED_WITHIN_MS, undefined, { ref: false });
    if (!isPaused()) continue;
    await delay(LASTED_MS, undefined, { ref: false });
    if (isPaused()) return;
  }
}

function stoppedEvent(threadId: number, told: Told): DebugProtocol.Event {
  const body: DebugProtocol.StoppedEvent["body"] = {
    ...told,
    threadId,
    preserveFocusHint: false,
    allThreadsStopped: false,
  };
  return new Event("stopped", body);
}
