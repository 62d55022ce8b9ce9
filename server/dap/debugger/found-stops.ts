/** Stops at findings, in a program that a debugger holds: it is held where the finding is made, and the place is shown. */
import { ThreadEvent } from "@vscode/debugadapter";
import type { Finding } from "../../detect/finding.js";
import type { Misuse } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";
import { findingId } from "../rows/finding-rows.js";
import { titleOf } from "../rows/finding-titles.js";
import type { StopPoints } from "./stop-points.js";
import { holdAt, type Held } from "./shown-stop.js";

export interface FoundStopsOptions extends Held {
  readonly stops: StopPoints;
  /** The session is over. */
  readonly left: AbortSignal;
}

export class FoundStops {
  readonly #options: FoundStopsOptions;
  readonly #shown = new Set<string>();

  constructor(options: FoundStopsOptions) {
    this.#options = options;
  }

  /** Stops at those that are new. */
  found(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.#isWanted(finding)) this.#show(finding);
    }
  }

  /** The program has told its last word, and what is found in it is shown: where that is nothing, it need not wait. */
  async ending(): Promise<void> {
    const { program, link } = this.#options;
    if (!program.run.moment.findings.some((finding) => this.#isWanted(finding)))
      await link.shown().catch(() => undefined);
  }

  /** All that can be found is known now: the program is held at its end only for what the user wants to see. */
  async atEnd(): Promise<void> {
    const { program, left } = this.#options;
    await program.run.untilTold(({ exit }) => exit !== null, left);
    const { findings } = program.run.moment;
    await this.#holdIf(findings.some((finding) => !isOwnPanic(finding) && this.#isWanted(finding)));
  }

  /**
   * The program has stopped at an error that nobody handled. If the user has silenced it, it goes on.
   *
   * @param number which error of misuse it is, the first one being 1
   */
  async atPanic(number: number): Promise<void> {
    const { program, link, left } = this.#options;
    await link.tellNow().catch(() => undefined);
    const misuse = ({ units: [main] }: Tasks): Misuse | undefined => main?.model.misuses[number - 1];
    await program.run.untilTold((model) => misuse(model) !== undefined || !model.complete, left);
    const stack = misuse(program.run.model)?.stack;
    const finding = program.run.moment.findings.find((one) => isOwnPanic(one) && one.sites === stack);
    await this.#holdIf(finding !== undefined);
    if (finding !== undefined) this.#show(finding);
  }

  /** The program goes on, and with that to whatever comes of a panic. */
  resumed(): void {
    const threadId = this.#options.program.inspection.forgetPanic();
    if (threadId !== null) this.#options.send(new ThreadEvent("exited", threadId));
  }

  #isWanted({ kind }: Finding): boolean {
    return this.#options.stops.isAt(kind);
  }

  async #holdIf(wanted: boolean): Promise<void> {
    if (wanted) this.#options.program.run.hold(true);
    else await this.#options.link.resume().catch(() => undefined);
  }

  #show(finding: Finding): void {
    if (this.#shown.has(findingId(finding))) return;
    this.#shown.add(findingId(finding));
    const { program } = this.#options;
    const [task] = finding.tasks;
    // One without tasks is a panic.
    const { inspection } = program;
    const threadId = task === undefined ? inspection.showPanic(finding) : inspection.threadOf(task);
    if (threadId === undefined) return;
    const { kind, message: text } = finding;
    void holdAt(threadId, { reason: "exception", description: titleOf(kind), text }, this.#options);
  }
}

/** Of the thread that the debugger holds. */
function isOwnPanic({ kind, unit }: Finding): boolean {
  return kind === "panic" && unit === undefined;
}
