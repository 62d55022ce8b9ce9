/** The threads of a program whose event loops do not turn because they are busy, with what they run as far as they were asked. */
import type { Running } from "../model/task.js";
import { MAIN, unitInWords, type Unit, type UnitId } from "../model/tasks.js";
import type { BusyLoop } from "./busy-loops.js";
import { BusyWatch } from "./busy-watch.js";
import { signalProcess } from "./running.js";
import type { Follower } from "./follower.js";

/** What a thread runs is asked for anew after so long. */
const ASK_EVERY_MS = 1000;

export interface BusyThread {
  readonly unit: UnitId;
  /** "main thread", "worker 2 (parse.js)" */
  readonly name: string;
  /** Its loop's last turn, in milliseconds since the program's start. */
  readonly sinceMs: number;
  /** Null as long as it could not be asked. */
  readonly running: Running | null;
}

export interface BusyThreadsListener {
  /** Others are busy, or they run something else. */
  onChange(): void;
  /** It is time to ask these what they run; all others are to be left alone. */
  onAsk(due: readonly Unit[], busy: readonly Unit[]): void;
}

export class BusyThreads {
  list: readonly BusyThread[] = [];
  readonly #follower: Follower;
  readonly #listener: BusyThreadsListener;
  readonly #watch: BusyWatch;
  readonly #askedAtMs = new Map<UnitId, number>();

  constructor(follower: Follower, listener: BusyThreadsListener) {
    this.#follower = follower;
    this.#listener = listener;
    this.#watch = new BusyWatch(follower, (busy) => this.#look(busy));
    this.#watch.start();
  }

  /** A debugger holds the program from now on, or lets it go on. */
  hold(held: boolean): void {
    this.#watch.hold(held);
    if (held) this.#look([]);
  }

  /** Those that are the main threads of their processes. */
  get processes(): { readonly unit: UnitId; readonly pid: number }[] {
    const busy = new Set(this.list.map(({ unit }) => unit));
    return this.#follower.model.units.flatMap(({ id, kind, model }) =>
      busy.has(id) && kind !== "worker" && model.program !== null
        ? [{ unit: id, pid: model.program.pid }]
        : [],
    );
  }

  /** Ends child processes that are busy: they would neither see that the program is over nor heed a signal. */
  endChildren(): void {
    for (const { unit, pid } of this.processes) {
      if (unit !== MAIN) signalProcess(pid, "SIGKILL");
    }
  }

  stop(): void {
    this.#watch.stop();
    this.list = [];
  }

  #look(busy: readonly BusyLoop[]): void {
    const told = JSON.stringify(this.list);
    const units = this.#follower.model.units;
    const found = busy.flatMap(({ unit: id, sinceMs }) => {
      const unit = units.find((one) => one.id === id);
      return unit === undefined ? [] : [{ unit, sinceMs }];
    });
    this.list = found.map(({ unit, sinceMs }) => threadOf(unit, sinceMs));
    if (JSON.stringify(this.list) !== told) this.#listener.onChange();
    this.#ask(found.map(({ unit }) => unit));
  }

  #ask(busy: readonly Unit[]): void {
    const nowMs = performance.now();
    const ids = new Set(busy.map(({ id }) => id));
    for (const id of this.#askedAtMs.keys()) if (!ids.has(id)) this.#askedAtMs.delete(id);
    const due = busy.filter(({ id }) => nowMs - (this.#askedAtMs.get(id) ?? -Infinity) >= ASK_EVERY_MS);
    for (const { id } of due) this.#askedAtMs.set(id, nowMs);
    this.#listener.onAsk(due, busy);
  }
}

function threadOf(unit: Unit, sinceMs: number): BusyThread {
  const { running } = unit.model;
  const name = unit.id === MAIN ? "main thread" : unitInWords(unit);
  // What it ran before its last turn is over.
  return {
    unit: unit.id,
    name,
    sinceMs,
    running: running !== null && running.atMs >= sinceMs ? running : null,
  };
}
