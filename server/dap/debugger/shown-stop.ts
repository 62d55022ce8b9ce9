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

/** A thread that is busy outside of JavaScript comes to it later. */
const HELD_WITHIN_MS = 2000;

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
  if (isPaused() || !program.run.isStopping) return;
  // At a panic and at its end it stops by itself.
  const stopsItself = await link.shown().catch(() => false);
  if (!stopsItself) await holdNow(held);
}

/** Where the user has the debugger skip what is evaluated, any other line must do. */
async function holdNow({ link, program }: Held): Promise<void> {
  link.holdNow();
  await delay(HELD_WITHIN_MS, undefined, { ref: false });
  if (program.run.isStopping) await link.pause().catch(() => undefined);
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
