/** Asking a program that runs under Sluice for something, by its inspector: it listens for nothing else. */
import { setTimeout as delay } from "node:timers/promises";
import {
  ASK_CHANNEL,
  PROVE_LEAKS,
  TELL_NOW,
  type RunningRequest,
  type ShownRequest,
  type StopRequest,
} from "../../tracer/wire/index.js";
import { leave } from "./dump.js";
import { dumpErrors } from "./errors.js";
import type { InspectorSession } from "./inspector/session.js";
import { LOAD_BUILTIN } from "./inside/load-builtin.js";
import { reach } from "./target/reach.js";

/** Between two microtasks, or in the tracer itself, a thread runs nothing that could be told. */
const ATTEMPTS = 5;
const PAUSE_MS = 20;
const ANSWER_MS = 1000;

type AnswerText = "heard" | "request.here" | "request.told" | "request.stops";

interface Answer {
  readonly result: { readonly value?: unknown };
}

/** @throws {DumpError} */
export async function askToProveLeaks(pid: number): Promise<void> {
  await asked(pid, async (session) => {
    if (!(await ask(session, PROVE_LEAKS)))
      throw dumpErrors.failed("the program does not run under this Sluice");
  });
}

/** Has the tracer tell all it knows, also while a debugger holds the program. False when there is no tracer. */
export function askToTellNow(session: InspectorSession): Promise<boolean> {
  return ask(session, TELL_NOW);
}

/**
 * Has the tracer tell what the thread runs right now: the question is put in the midst of what runs. Nothing is told where
 * nothing runs that could be, or there is no tracer.
 *
 * @throws {Error} when the thread does not answer
 */
export async function askWhatRuns(session: InspectorSession): Promise<void> {
  const request: RunningRequest = { whatRuns: true };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = ask(session, request, "request.told");
    const told = await Promise.race([answer, delay(ANSWER_MS, null, { ref: false })]);
    if (told === null) throw new Error("it is busy outside of JavaScript, and does not answer");
    if (told) return;
    await delay(PAUSE_MS);
  }
}

/**
 * The same of the main thread of a process, whose inspector is opened for the question where it is closed.
 *
 * @throws {Error} when it does not answer, or cannot be reached
 */
export async function askProcessWhatRuns(pid: number): Promise<void> {
  await asked(pid, askWhatRuns);
}

/** Lets a program stop that waits to do so until what it stops at is shown. True when it does. */
export function askToStopShown(session: InspectorSession): Promise<boolean> {
  const request: ShownRequest = { shown: true };
  return ask(session, request, "request.stops");
}

/**
 * Has the tracer call a function where a debugger is to stop, and gives that function to the debugger.
 *
 * @returns the id of the function in the inspector, null when there is no tracer (yet)
 */
export async function askToStop(
  session: InspectorSession,
  request: Omit<StopRequest, "here">,
): Promise<string | null> {
  const { result } = await session.send<{ readonly result: { readonly objectId?: string } }>(
    "Runtime.evaluate",
    {
      expression: asking(request, "request.here"),
      includeCommandLineAPI: true,
      silent: true,
      disableBreaks: true,
    },
  );
  return result.objectId ?? null;
}

/** Opens the inspector of a process for a question, and leaves it as it was. */
async function asked(pid: number, question: (session: InspectorSession) => Promise<void>): Promise<void> {
  const reached = await reach({ kind: "pid", pid }, { portHeld: () => undefined });
  try {
    await question(reached.session);
  } finally {
    await leave(reached);
  }
}

/** True when somebody listened; or what the answer says. */
async function ask(session: InspectorSession, what: unknown, answer: AnswerText = "heard"): Promise<boolean> {
  const { result } = await session.send<Answer>("Runtime.evaluate", {
    expression: asking(what, answer),
    includeCommandLineAPI: true,
    returnByValue: true,
    silent: true,
    disableBreaks: true,
  });
  return result.value === true;
}

/** As text, because no build step may put its helpers into it. */
function asking(request: unknown, answer: AnswerText): string {
  return `((name, request) => {
    const channel = (${LOAD_BUILTIN})("node:diagnostics_channel").channel(name);
    const heard = channel.hasSubscribers;
    channel.publish(request);
    return ${answer};
  })(${JSON.stringify(ASK_CHANNEL)}, ${JSON.stringify(request)})`;
}
