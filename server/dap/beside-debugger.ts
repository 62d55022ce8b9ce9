/**
 * A program that the JavaScript debugger has launched with our preload in it: its tasks, beside the debugger's session.
 * Which process it is, and when the debugger holds it, is known from the debugger.
 */
import { BreakpointEvent, TerminatedEvent } from "@vscode/debugadapter";
import { setTimeout as delay } from "node:timers/promises";
import { AT_END, AT_PANIC } from "../../tracer/wire/index.js";
import type { IgnoreRule } from "../detect/silence.js";
import type { Site } from "../model/task.js";
import { removeRecordings } from "../session/recordings.js";
import { isRunning } from "../session/running.js";
import { outputEvent } from "./console-words.js";
import type { Debuggee } from "./debuggee.js";
import { EngineHeaps } from "./debugger/engine-heaps.js";
import { FoundStops } from "./debugger/found-stops.js";
import { DebuggerLink, type Pause } from "./debugger/link.js";
import { WaitStops } from "./debugger/wait-stops.js";
import type { StopPoints } from "./debugger/stop-points.js";
import type { Inspection } from "./inspection.js";
import { Program, type SendEvent } from "./program.js";
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
  #program: Program | null = null;
  #found: FoundStops | null = null;
  #waits: WaitStops | null = null;
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

  async whatRuns(): Promise<Site | null> {
    if (this.#program === null) throw new Error("the program has not started yet");
    return this.#program.whatRuns();
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
    this.#waits?.stop();
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
    const engine = new EngineHeaps(() => this.#link.engine());
    const program = new Program(target.recording, false, ignored, skip, send, engine);
    this.#program = program;
    this.#prepareStops(program);
    program.follow(target);
    // A program that the debugger has ended by force could not do that itself.
    void program.over.then(() => removeRecordings(target.recording));
    void program.over.then(() => this.#waits?.stop());
    await this.#arm();
    await this.#tellPause(this.#pause);
  }

  async #arm(): Promise<void> {
    this.#waits?.arm();
    // It may have ended.
    if (this.#program !== null) await this.#link.stopAt(this.#options.stops).catch(() => undefined);
  }

  #prepareStops(program: Program): void {
    const { stops, send } = this.#options;
    const isPaused = (): boolean => this.#pause !== null;
    const options = { program, link: this.#link, stops, send, left: this.#left.signal, isPaused };
    const found = new FoundStops(options);
    program.run.onFound = (findings) => found.found(findings);
    program.run.onEnding = () => void found.ending();
    this.#found = found;
    this.#waits = new WaitStops(options);
  }

  async #tellPause(pause: Pause | null): Promise<void> {
    this.#pause = pause;
    if (pause === null) this.#found?.resumed();
    if (pause?.words === AT_END) return this.#found?.atEnd();
    if (pause?.words?.startsWith(AT_PANIC) === true)
      return this.#found?.atPanic(Number(pause.words.slice(AT_PANIC.length)));
    // It may have gone on by the time it answers.
    if (pause !== null) await this.#link.tellNow().catch(() => undefined);
    if (this.#pause !== pause) return;
    if (pause?.words != null)
      this.#options.send(outputEvent({ text: `Stopped: ${pause.words}.`, site: null }));
    this.#program?.run.hold(pause !== null);
  }
}

/** Tells a client that has no debugger beside it what it cannot have. */
export function refuseStops(stops: StopPoints, send: SendEvent): void {
  for (const breakpoint of stops.settle(false)) send(new BreakpointEvent("changed", breakpoint));
}
