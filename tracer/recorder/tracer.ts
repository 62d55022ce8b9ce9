/** The parts of the tracer, put together, and its life: from the preload to the program's last moment. */
import { Adapters } from "../adapters/adapters.js";
import { clearInterval, setInterval } from "node:timers";
import { promiseHooks } from "node:v8";
import { ExitFlag, RecordWriter } from "../wire/index.js";
import { addInside } from "./call-sites.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { watchCombinators } from "./combinators.js";
import { Journal } from "./journal.js";
import { LateSites } from "./late-sites.js";
import { LeakProofs } from "./leak-proofs.js";
import { misuseOf } from "./misuse.js";
import type { RecordingFile } from "./output.js";
import { Primitives } from "./primitives.js";
import { Resources, contextOfTurn } from "./resources.js";
import { SourceMaps } from "./source-maps.js";
import { Stacks } from "./stacks.js";
import { UnreferencedTimers } from "./unreferenced.js";

declare const SLUICE_VERSION: string;

/** How often what changed is told. */
const TURN_MS = 20;

/** After so many turns without news the tracer's timer rests, so that an idle program sleeps. */
const QUIET_TURNS = 5;

export interface TracerOptions {
  /** Somebody asked for the recording and will remove it; otherwise it goes with the program. */
  readonly keepFile: boolean;
  /** Force collections while the program is idle, to prove who can never go on. */
  readonly proveLeaks: boolean;
}

export class Tracer {
  readonly #clock = new Clock();
  readonly #stacks = new Stacks(this.#clock);
  readonly #journal: Journal;
  readonly #calls: Calls;
  readonly #primitives: Primitives;
  readonly #resources: Resources;
  readonly #adapters: Adapters;
  readonly #unreferenced = new UnreferencedTimers(() => this.#calls.muted > 0);
  readonly #file: RecordingFile;
  readonly #keepFile: boolean;
  readonly #leakProofs: LeakProofs | null;
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
    this.#journal = new Journal(this.#clock, writer, new SourceMaps(), proveLeaks);
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
    this.#adapters = new Adapters({
      tell: this.#primitives.tell,
      constructing: {
        isLikely: () => this.#calls.constructing !== null,
        tell: (op, name) => {
          try {
            this.#primitives.constructing(op, name);
          } catch {
            this.#calls.failed();
          }
        },
      },
      note: (text) => this.#journal.tellNote(text),
      inside: addInside,
    });
    this.#leakProofs = proveLeaks ? new LeakProofs(this.#calls, this.#journal.collections) : null;
    const lateSites = new LateSites(this.#calls, this.#stacks);
    this.#journal.connect(this.#calls, this.#primitives, lateSites, this.#wake);
  }

  start(): void {
    // Its own timer and listeners come first, so that the hooks never see them.
    this.#wake();
    process.on("beforeExit", () => {
      this.#drained = true;
      this.#journal.turn(true, () => undefined);
    });
    process.on("exit", (code) => this.#exit(code));
    process.on("uncaughtExceptionMonitor", (error) => {
      const misuse = misuseOf(error);
      if (misuse !== null) this.#journal.tellMisuse(misuse.code, misuse.message, misuse.stack);
    });
    this.#unreferenced.watch();
    watchCombinators(this.#calls);
    this.#primitives.listen();
    this.#resources.watch();
    addInside(__filename);
    this.#adapters.start();
    const { init, before, after, settled } = this.#calls;
    // V8's declaration wants promises; that is all it ever passes.
    this.#stopHooks = promiseHooks.createHook({ init, before, after, settled }) as () => void;
  }

  readonly #wake = (): void => {
    this.#quietTurns = 0;
    if (this.#timer !== null) return;
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
    if (this.#journal.quiet) {
      if (++this.#quietTurns >= QUIET_TURNS) this.#rest();
      return;
    }
    this.#quietTurns = 0;
    this.#leakProofs?.somethingChanged();
    this.#journal.turn(false, () => undefined);
  };

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#clock.stale = true;
  }

  #exit(code: number): void {
    const drained = this.#drained && !calledByProgram();
    const flags =
      (drained ? ExitFlag.drained : 0) | (this.#unreferenced.pending ? ExitFlag.unreferencedTimers : 0);
    this.#stop();
    if (!drained) this.#leakProofs?.proveNow();
    this.#journal.close({ code, flags });
    if (!this.#keepFile) this.#file.remove();
  }

  #stop(): void {
    this.#stopHooks();
    this.#resources.stop();
    this.#primitives.stop();
    this.#rest();
    this.#leakProofs?.stop();
  }
}

/** Whether the exit was asked for by `process.exit` or an uncaught error, rather than by an empty event loop. */
function calledByProgram(): boolean {
  const stack = new Error().stack ?? "";
  return /node:internal\/process\/(per_thread|execution)/.test(stack);
}
