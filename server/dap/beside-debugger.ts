/**
 * A program that the JavaScript debugger has launched with our preload in it: its tasks, beside the debugger's session.
 * Which process it is, and when the debugger holds it, is known from the debugger.
 */
import { BreakpointEvent, Event, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { setTimeout as delay } from "node:timers/promises";
import { AT_END } from "../../tracer/wire/index.js";
import type { Finding } from "../detect/finding.js";
import type { IgnoreRule } from "../detect/silence.js";
import { removeRecordings } from "../session/recordings.js";
import { isRunning } from "../session/running.js";
import { outputEvent } from "./console-words.js";
import type { Debuggee } from "./debuggee.js";
import { EngineFrames } from "./debugger/engine-frames.js";
import { DebuggerLink, type Pause } from "./debugger/link.js";
import type { StopPoints } from "./debugger/stop-points.js";
import type { Inspection } from "./inspection.js";
import { Program, type SendEvent } from "./program.js";
import { findingId } from "./rows/finding-rows.js";
import { titleOf } from "./rows/finding-titles.js";
import type { SkipFile } from "./skip-files.js";
import { attachTo } from "./target/attached.js";
import type { Target } from "./target/target.js";
import type { TracedRun } from "./traced-run.js";

/** The program begins to record when its preloads run, for which the debugger may keep it waiting. */
const LOOK_EVERY_MS = 100;

export interface BesideOptions {
  readonly ignored: readonly IgnoreRule[];
  readonly skip: SkipFile;
  readonly send: SendEvent;
  /** Where the program is to stop. */
  readonly stops: StopPoints;
}

export class BesideDebugger implements Debuggee {
  readonly #link: DebuggerLink;
  readonly #options: BesideOptions;
  readonly #left = new AbortController();
  readonly #shown = new Set<string>();
  #program: Program | null = null;
  #pause: Pause | null = null;

  private constructor(link: DebuggerLink, options: BesideOptions) {
    this.#link = link;
    this.#options = options;
  }

  /** @param proxy where the debugger lends its connection @throws {Error} when it does not answer */
  static async open(proxy: string, options: BesideOptions): Promise<BesideDebugger> {
    const beside = new BesideDebugger(await DebuggerLink.open(proxy), options);
    options.stops.settle(true);
    options.stops.onChange = () => beside.#arm();
    void beside.#follow();
    return beside;
  }

  get run(): TracedRun | null {
    return this.#program?.run ?? null;
  }

  get inspection(): Inspection | null {
    return this.#program?.inspection ?? null;
  }

  async proveLeaks(): Promise<void> {
    if (this.#program === null) throw new Error("the program has not started yet");
    await this.#program.proveLeaks();
  }

  async goOn(): Promise<void> {
    await this.#link.resume();
    // The client takes what it has continued to run from now on, but a task that waits waits on.
    this.run?.tellThreadsAnew();
  }

  /** The program is the debugger's to end. */
  async terminate(): Promise<void> {
    this.#leave();
    if (this.#program === null) this.#options.send(new TerminatedEvent());
    else await this.#program.terminate();
  }

  async close(): Promise<void> {
    this.#leave();
    await this.#program?.close();
  }

  #leave(): void {
    this.#left.abort();
    this.#link.close();
  }

  /** A process that never records has no tasks to show, and that is all. */
  async #follow(): Promise<void> {
    const { signal } = this.#left;
    try {
      const pid = await this.#link.pid();
      await this.#link.watch((pause) => void this.#tellPause(pause));
      for (let target = await attachTo(pid); !signal.aborted; target = await attachTo(pid)) {
        if (target !== null) {
          await this.#show(target);
          return;
        }
        if (!isRunning(pid)) break;
        await delay(LOOK_EVERY_MS, undefined, { signal });
      }
    } catch {
      // The debugger, or the program, is gone.
    }
    if (!signal.aborted) this.#options.send(new TerminatedEvent());
  }

  async #show(target: Target): Promise<void> {
    const { ignored, skip, send } = this.#options;
    const engine = new EngineFrames(() => this.#link.engine());
    const program = new Program(target.recording, false, ignored, skip, send, engine);
    this.#program = program;
    program.run.onFound = (findings) => this.#stopAt(findings);
    program.follow(target);
    // A program that the debugger has ended by force could not do that itself.
    void program.over.then(() => removeRecordings(target.recording));
    await this.#arm();
    await this.#tellPause(this.#pause);
  }

  async #arm(): Promise<void> {
    // It may have ended.
    if (this.#program !== null) await this.#link.stopAt(this.#options.stops).catch(() => undefined);
  }

  async #tellPause(pause: Pause | null): Promise<void> {
    this.#pause = pause;
    if (pause?.words === AT_END) return this.#atEnd();
    // It may have gone on by the time it answers.
    if (pause !== null) await this.#link.tellNow().catch(() => undefined);
    if (this.#pause !== pause) return;
    if (pause?.words != null)
      this.#options.send(outputEvent({ text: `Stopped: ${pause.words}.`, site: null }));
    this.#program?.run.hold(pause !== null);
  }

  /** All that can be found is known now: the program is held at its end only for what the user wants to see. */
  async #atEnd(): Promise<void> {
    await this.#program?.run.untilToldEnd(this.#left.signal);
    const findings = this.#program?.run.moment.findings ?? [];
    if (findings.some(({ kind }) => this.#options.stops.isAt(kind))) this.#program?.run.hold(true);
    else await this.#link.resume().catch(() => undefined);
  }

  /** Stops at the findings that are new. */
  #stopAt(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (!this.#options.stops.isAt(finding.kind) || this.#shown.has(findingId(finding))) continue;
      this.#shown.add(findingId(finding));
      if (this.#pause === null) void this.#link.pause().catch(() => undefined);
      const [task] = finding.tasks;
      const threadId = task === undefined ? undefined : this.inspection?.threadOf(task);
      if (threadId !== undefined) this.#options.send(foundEvent(threadId, finding));
    }
  }
}

/** Tells a client that has no debugger beside it what it cannot have. */
export function refuseStops(stops: StopPoints, send: SendEvent): void {
  for (const breakpoint of stops.settle(false)) send(new BreakpointEvent("changed", breakpoint));
}

/** The blocked line comes into view, whatever the user looks at. */
function foundEvent(threadId: number, { kind, message }: Finding): DebugProtocol.Event {
  const body: DebugProtocol.StoppedEvent["body"] = {
    reason: "exception",
    description: titleOf(kind),
    text: message,
    threadId,
    preserveFocusHint: false,
    allThreadsStopped: false,
  };
  return new Event("stopped", body);
}
