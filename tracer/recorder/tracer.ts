/** The parts of the tracer, put together, and its life: from the preload to the program's last moment. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { clearInterval, setImmediate, setInterval } from "node:timers";
import { promiseHooks } from "node:v8";
import { isMainThread, threadId } from "node:worker_threads";
import { Adapters } from "../adapters/adapters.js";
import { ASK_CHANNEL, ExitFlag, PROVE_LEAKS, RecordWriter, TELL_NOW } from "../wire/index.js";
import { addInside } from "./call-sites.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { watchCombinators } from "./combinators.js";
import { Executors } from "./executor.js";
import { ForeignHooks } from "./foreign-hooks.js";
import { Journal } from "./journal.js";
import { LateSites } from "./late-sites.js";
import { ASKED_FOR, BY_ITSELF, LeakProofs } from "./leak-proofs.js";
import { watchMisuse } from "./misuse.js";
import type { RecordingFile } from "./output.js";
import { Primitives } from "./primitives.js";
import { watchEnd } from "./program-end.js";
import { Resources } from "./resources.js";
import { Running } from "./running.js";
import { SourceMaps } from "./source-maps.js";
import { Stacks } from "./stacks.js";
import type { Section } from "./sections.js";
import { Stalls } from "./stalls.js";
import { StartedUnits } from "./started-units.js";
import { systemThread } from "./system-thread.js";
import { Turns } from "./turns.js";
import { isOrphan, removeLeftBehind, type Unit } from "./unit.js";
import { UnitWaits } from "./unit-waits.js";
import { UnreferencedTimers } from "./unreferenced.js";

declare const SLUICE_VERSION: string;

/** How often what changed is told. */
const TURN_MS = 20;

/** After so many turns without news the tracer's timer rests, so that an idle program sleeps. */
const QUIET_TURNS = 5;

/** Node's files that end the program when it asks for it or throws; a handful of frames are above them. */
const ENDS_PROGRAM = /^node:internal\/process\/(per_thread|execution)$/;
const EXIT_FRAMES = 32;

export class Tracer {
  readonly #clock = new Clock();
  readonly #stacks = new Stacks(this.#clock);
  readonly #foreignHooks = new ForeignHooks(this.#stacks);
  readonly #journal: Journal;
  readonly #calls: Calls;
  readonly #primitives: Primitives;
  readonly #resources: Resources;
  readonly #adapters: Adapters;
  readonly #unreferenced = new UnreferencedTimers(() => this.#calls.muted > 0);
  readonly #file: RecordingFile;
  readonly #unit: Unit;
  readonly #startedUnits: StartedUnits;
  readonly #unitWaits: UnitWaits;
  readonly #stalls = new Stalls(TURN_MS);
  readonly #turns: Turns;
  readonly #running: Running;
  readonly #leakProofs: LeakProofs;
  #timer: NodeJS.Timeout | null = null;
  #quietTurns = 0;
  #drained = false;
  #stopHooks: () => void = () => undefined;

  /** @throws when not even the beginning can be written. */
  constructor(file: RecordingFile, unit: Unit) {
    this.#file = file;
    this.#unit = unit;
    const writer = new RecordWriter(file.write, file.noteLoss);
    writer.header({
      pid: process.pid,
      threadId,
      unit: unit.name,
      parent: unit.parent,
      argv: argvOf(unit),
      cwd: process.cwd(),
      node: process.version,
      sluice: SLUICE_VERSION,
      startedAtMs: Date.now(),
      ...systemThread(),
    });
    writer.flush();
    if (file.isEmpty) throw new Error("the recording cannot be written");
    this.#journal = new Journal(this.#clock, writer, new SourceMaps());
    this.#calls = new Calls(this.#clock, this.#stacks, {
      changed: this.#journal.changed,
      settled: (promise, origin) => this.#primitives.settled(promise, origin),
      contextOfTurn: () => this.#resources.contextOfTurn(),
      failed: () => {
        writer.dropped++;
        file.noteLoss(writer.dropped);
        this.#stop();
      },
    });
    const executors = new Executors(this.#calls, this.#stacks);
    this.#primitives = new Primitives(this.#calls, this.#stacks, executors, this.#clock, this.#journal);
    this.#turns = new Turns(this.#clock, file);
    this.#running = new Running(this.#calls, this.#stacks, this.#journal);
    this.#resources = new Resources(this.#calls, executors);
    this.#unitWaits = new UnitWaits(executors, this.#primitives);
    this.#startedUnits = new StartedUnits(unit, this.#primitives, this.#unitWaits);
    this.#adapters = new Adapters({
      tell: this.#primitives.tell,
      constructing: {
        isLikely: () => executors.mayRun,
        tell: (named) => {
          try {
            this.#primitives.constructing(named);
          } catch {
            this.#calls.failed();
          }
        },
      },
      unitOp: this.#unitWaits.opOf,
      note: (text) => this.#journal.tellNote(text),
      inside: addInside,
    });
    this.#leakProofs = new LeakProofs(
      this.#calls,
      [this.#journal.collections, this.#primitives.lostContexts],
      unit.proveLeaks ? ASKED_FOR : BY_ITSELF,
    );
    const lateSites = new LateSites(this.#calls, this.#stacks, this.#foreignHooks);
    this.#journal.connect(this.#calls, this.#primitives, lateSites, this.#wake);
  }

  start(): void {
    // Its own timers come first, so that the hooks never see them.
    this.#wake();
    this.#turns.start();
    watchEnd(this.#stacks, {
      drained: () => this.#loopIsEmpty(),
      exiting: (code) => this.#exit(code),
    });
    watchMisuse(({ code, message, stack }) => {
      this.#journal.tellMisuse(code, message, stack);
      this.#primitives.stops.panicked();
    });
    this.#foreignHooks.watch();
    this.#unreferenced.watch();
    watchCombinators(this.#calls);
    this.#primitives.listen();
    subscribe(ASK_CHANNEL, this.#asked);
    this.#resources.watch();
    this.#startedUnits.watch();
    if (this.#unit.parent !== null) this.#unitWaits.watchParent();
    addInside(__filename);
    this.#adapters.start();
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
    this.#startedUnits.tellEnds();
    this.#noteStall();
    if (this.#journal.quiet) {
      if (++this.#quietTurns >= QUIET_TURNS) this.#rest();
      return;
    }
    this.#quietTurns = 0;
    // A program that watches what is asynchronous would see the timer of proofs that nobody has asked for.
    if (this.#unit.proveLeaks || !this.#foreignHooks.present) this.#leakProofs.somethingChanged();
    this.#journal.turn(false, () => undefined);
  };

  readonly #asked = (what: unknown): void => {
    this.#primitives.stops.asked(what);
    this.#running.asked(what);
    if (what === TELL_NOW) this.#journal.tellNow();
    if (what !== PROVE_LEAKS) return;
    this.#journal.turn(true, () => undefined);
    this.#leakProofs.proveSoon();
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
    this.#startedUnits.tellEnds();
    const unreferenced = this.#unreferenced.pending || this.#startedUnits.someLive;
    const flags =
      (drained ? ExitFlag.drained : 0) |
      (this.#calledByProgram() ? ExitFlag.byProgram : 0) |
      (unreferenced ? ExitFlag.unreferencedTimers : 0);
    this.#stop();
    if (this.#proofsAtExit(drained)) this.#leakProofs.proveNow();
    this.#journal.close({ code, flags });
    this.#primitives.stops.ending(this.#calls.states.tasksLive);
    if (!this.#unit.followed && isMainThread) removeLeftBehind(this.#unit, `${process.pid}.`);
    if (!this.#unit.followed || isOrphan(this.#unit)) this.#file.remove();
  }

  /** What waits at the drained loop is stuck without a proof. */
  #proofsAtExit(drained: boolean): boolean {
    if (this.#unit.proveLeaks) return !drained || this.#primitives.lostContexts.hasUnproved;
    return this.#primitives.lostContexts.hasUnproved && this.#leakProofs.isHeapSmall;
  }

  #stop(): void {
    this.#stopHooks();
    this.#resources.stop();
    this.#primitives.stop();
    unsubscribe(ASK_CHANNEL, this.#asked);
    this.#startedUnits.stop();
    this.#turns.stop();
    this.#rest();
    this.#leakProofs.stop();
  }

  /** Whether the exit was asked for by `process.exit` or an uncaught error, rather than by an empty event loop. */
  #calledByProgram(): boolean {
    const callSites = this.#stacks.takeAlways(EXIT_FRAMES, undefined);
    return callSites.some((site) => ENDS_PROGRAM.test(site.getFileName() ?? ""));
  }
}

function argvOf({ script }: Unit): readonly string[] {
  const [node = "", ...rest] = process.argv;
  return script === null ? process.argv : [node, script, ...rest];
}
