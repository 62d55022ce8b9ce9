/** The parts of the tracer, put together, and its life: from the preload to the program's last moment. */
import { clearInterval, setImmediate, setInterval } from "node:timers";
import { promiseHooks } from "node:v8";
import { ExitFlag, RecordWriter } from "../wire/index.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { watchCombinators } from "./combinators.js";
import { Journal } from "./journal.js";
import { LateSites } from "./late-sites.js";
import { ASKED_FOR, BY_ITSELF, LeakProofs } from "./leak-proofs.js";
import { misuseOf } from "./misuse.js";
import type { RecordingFile } from "./output.js";
import { Primitives } from "./primitives.js";
import { Resources, contextOfTurn } from "./resources.js";
import { SourceMaps } from "./source-maps.js";
import { Stacks } from "./stacks.js";
import type { Section } from "./sections.js";
import { Stalls } from "./stalls.js";
import { UnreferencedTimers } from "./unreferenced.js";

declare const SLUICE_VERSION: string;

/** How often what changed is told. */
const TURN_MS = 20;

/** After so many turns without news the tracer's timer rests, so that an idle program sleeps. */
const QUIET_TURNS = 5;

export interface TracerOptions {
  /** Somebody asked for the recording and will remove it; otherwise it goes with the program. */
  readonly keepFile: boolean;
  /** Somebody wants proofs of who can never go on: they may cost some time. */
  readonly proveLeaks: boolean;
}

export class Tracer {
  readonly #clock = new Clock();
  readonly #stacks = new Stacks(this.#clock);
  readonly #journal: Journal;
  readonly #calls: Calls;
  readonly #primitives: Primitives;
  readonly #resources: Resources;
  readonly #unreferenced = new UnreferencedTimers(() => this.#calls.muted > 0);
  readonly #file: RecordingFile;
  readonly #keepFile: boolean;
  readonly #stalls = new Stalls(TURN_MS);
  readonly #leakProofs: LeakProofs;
  readonly #proveAtExit: boolean;
  #timer: NodeJS.Timeout | null = null;
  #quietTurns = 0;
  #drained = false;
  #stopHooks: () => void = () => undefined;

  constructor(file: RecordingFile, { keepFile, proveLeaks }: TracerOptions) {
    this.#file = file;
    this.#keepFile = keepFile;
    const writer = new RecordWriter(file.write);
    writer.header({
      pid: process.pid,
      argv: process.argv,
      cwd: process.cwd(),
      node: process.version,
      sluice: SLUICE_VERSION,
      startedAtMs: Date.now(),
    });
    this.#journal = new Journal(this.#clock, writer, new SourceMaps());
    this.#calls = new Calls(this.#clock, this.#stacks, {
      changed: this.#journal.changed,
      contextOfTurn: () => contextOfTurn(this.#calls.main),
      failed: () => {
        writer.dropped++;
        this.#stop();
      },
    });
    this.#primitives = new Primitives(this.#calls, this.#stacks, this.#journal);
    this.#resources = new Resources(this.#calls, this.#stacks);
    this.#proveAtExit = proveLeaks;
    this.#leakProofs = new LeakProofs(
      this.#calls,
      [this.#journal.collections, this.#primitives.lostContexts],
      proveLeaks ? ASKED_FOR : BY_ITSELF,
    );
    const lateSites = new LateSites(this.#calls, this.#stacks);
    this.#journal.connect(this.#calls, this.#primitives, lateSites, this.#wake);
  }

  start(): void {
    // Its own timer and listeners come first, so that the hooks never see them.
    this.#wake();
    process.on("beforeExit", () => this.#loopIsEmpty());
    process.on("exit", (code) => this.#exit(code));
    process.on("uncaughtExceptionMonitor", (error) => {
      const misuse = misuseOf(error);
      if (misuse !== null) this.#journal.tellMisuse(misuse.code, misuse.message, misuse.stack);
    });
    this.#unreferenced.watch();
    watchCombinators(this.#calls);
    this.#primitives.listen();
    this.#resources.watch();
    const { init, before, after, settled } = this.#calls;
    // V8's declaration wants promises; that is all it ever passes.
    this.#stopHooks = promiseHooks.createHook({ init, before, after, settled }) as () => void;
  }

  /** Tells of the call that runs now, and returns its id. */
  mark(): number | null {
    const { running } = this.#calls;
    return running === null ? null : this.#journal.idOf(running);
  }

  /** Tells everything, and calls back when it is in the recording. */
  flush(done: () => void): void {
    this.#journal.turn(true, done);
  }

  readonly #wake = (): void => {
    this.#quietTurns = 0;
    if (this.#timer !== null) return;
    this.#stalls.begin();
    this.#calls.sections.turned();
    this.#calls.muted++;
    try {
      this.#timer = setInterval(this.#turn, TURN_MS);
      this.#timer.unref();
    } finally {
      this.#calls.muted--;
    }
  };

  readonly #turn = (): void => {
    this.#clock.read();
    this.#noteStall();
    if (this.#journal.quiet) {
      if (++this.#quietTurns >= QUIET_TURNS) this.#rest();
      return;
    }
    this.#quietTurns = 0;
    this.#leakProofs.somethingChanged();
    this.#journal.turn(false, () => undefined);
  };

  /** It is so until the loop turns again: a listener of the same event may have found more to do. */
  #loopIsEmpty(): void {
    this.#drained = true;
    this.#calls.muted++;
    try {
      setImmediate(() => (this.#drained = false)).unref();
    } finally {
      this.#calls.muted--;
    }
    this.#journal.turn(true, () => undefined);
  }

  #noteStall(): void {
    const { sections } = this.#calls;
    const blockedMs = this.#stalls.turned();
    if (blockedMs > 0) {
      const section = sections.longest();
      if (section === null || !this.#isEvaluation(section)) this.#journal.stalled(blockedMs, section);
    }
    sections.turned();
  }

  /** The evaluation of modules is the program's start, and holds up nothing. */
  #isEvaluation({ call, site }: Section): boolean {
    if (call === this.#calls.main) return site === null;
    return site?.file.startsWith("node:internal/modules/") ?? call.internal;
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#clock.stale = true;
  }

  #exit(code: number): void {
    const drained = this.#drained;
    const flags =
      (drained ? ExitFlag.drained : 0) |
      (calledByProgram() ? ExitFlag.byProgram : 0) |
      (this.#unreferenced.pending ? ExitFlag.unreferencedTimers : 0);
    this.#stop();
    if (this.#proofsAtExit(drained)) this.#leakProofs.proveNow();
    this.#journal.close({ code, flags });
    if (!this.#keepFile) this.#file.remove();
  }

  /** What waits at the drained loop is stuck without a proof. */
  #proofsAtExit(drained: boolean): boolean {
    if (this.#proveAtExit) return !drained || this.#primitives.lostContexts.hasUnproved;
    return this.#primitives.lostContexts.hasUnproved && this.#leakProofs.isHeapSmall;
  }

  #stop(): void {
    this.#stopHooks();
    this.#resources.stop();
    this.#primitives.stop();
    this.#rest();
    this.#leakProofs.stop();
  }
}

/** Whether the exit was asked for by `process.exit` or an uncaught error, rather than by an empty event loop. */
function calledByProgram(): boolean {
  const stack = new Error().stack ?? "";
  return /node:internal\/process\/(per_thread|execution)/.test(stack);
}
