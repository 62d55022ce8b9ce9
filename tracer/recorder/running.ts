/**
 * What the thread runs, asked for by its inspector, which interrupts JavaScript that runs on and on without a turn of the
 * event loop: below the question stands the stack that was interrupted.
 */
import type { RunningRequest } from "../wire/index.js";
import type { Calls } from "./calls.js";
import { isTracerAtWork, userFrames } from "./call-sites.js";
import type { Journal } from "./journal.js";
import type { Stacks } from "./stacks.js";

const FRAMES_AT_MOST = 200;

/** The text that asks is a function, called at once: below Node's own channel. */
const FRAMES_OF_QUESTION = 2;

/** Node's channel, and the tracer, which listens to it. */
function hearsQuestion(file: string): boolean {
  return file.startsWith("node:") || file === __filename;
}

export class Running {
  readonly #calls: Calls;
  readonly #stacks: Stacks;
  readonly #journal: Journal;

  constructor(calls: Calls, stacks: Stacks, journal: Journal) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#journal = journal;
  }

  readonly asked = (what: unknown): void => {
    if (typeof what !== "object" || what === null || !("whatRuns" in what)) return;
    const callSites = this.#stacks.takeAlways(FRAMES_AT_MOST, this.asked);
    const question = callSites.findIndex((site) => !hearsQuestion(site.getFileName() ?? ""));
    const program = callSites.slice(question + FRAMES_OF_QUESTION);
    if (isTracerAtWork(program)) return;
    const stack = userFrames(program);
    this.#journal.tellRunning(this.#calls.running, stack);
    (what as RunningRequest).told = stack.length > 0;
  };
}
