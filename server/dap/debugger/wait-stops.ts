/** Stops at long waits, in a program that a debugger holds: it is held, and the task is shown that waits. */
import { outputEvent } from "../console-words.js";
import { describeDuration, describeWait } from "../../model/words.js";
import { LongWaits, type LongWait } from "./long-waits.js";
import { holdAt, type Held } from "./shown-stop.js";
import type { StopPoints } from "./stop-points.js";

/** A wait is seen this much later than it has become too long. */
const LOOK_EVERY_MS = 50;

export interface WaitStopsOptions extends Held {
  readonly stops: StopPoints;
}

export class WaitStops {
  readonly #options: WaitStopsOptions;
  readonly #waits = new LongWaits();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WaitStopsOptions) {
    this.#options = options;
  }

  /** What is asked for has changed: looks as long as there is something to look for. */
  arm(): void {
    clearInterval(this.#timer);
    if (this.#options.stops.waits.length > 0) this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { program, stops } = this.#options;
    const { model, run } = program;
    for (const wait of this.#waits.look(model, stops.waits, (fromMs) => run.waitedMs(fromMs)))
      this.#tell(wait);
  }

  #tell({ rule, task, waitedMs, others }: LongWait): void {
    const { program, send } = this.#options;
    if (task.wait === null) return;
    const behind = others === 0 ? "" : `, and ${others.toLocaleString("en-US")} more`;
    const words = `${task.name} has waited ${describeDuration(waitedMs)} ${describeWait(program.model, task.wait)}${behind}`;
    if (rule.logs) {
      send(outputEvent({ text: words, site: task.stack[0] ?? null }));
      return;
    }
    const threadId = program.inspection.threadOf(task.id);
    if (threadId === undefined) return;
    const told = { reason: "function breakpoint", description: "Long wait", text: words };
    void holdAt(threadId, told, this.#options);
  }
}
