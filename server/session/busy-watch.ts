/** Looks several times a second at the event loops of a program that is followed, for those that do not turn. */
import { BusyLoops, type BusyLoop, type LoopSample } from "./busy-loops.js";
import type { Follower, LoopTurn } from "./follower.js";
import { threadUse } from "./thread-use.js";

const LOOK_EVERY_MS = 250;

export class BusyWatch {
  readonly #follower: Follower;
  readonly #onLook: (busy: readonly BusyLoop[]) => void;
  readonly #loops = new BusyLoops();
  #timer: NodeJS.Timeout | undefined;
  #held = false;

  /** @param onLook is told of those that are busy, at each look; their times are since the program's start */
  constructor(follower: Follower, onLook: (busy: readonly BusyLoop[]) => void) {
    this.#follower = follower;
    this.#onLook = onLook;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** A debugger holds the program from now on, or lets it go on. */
  hold(held: boolean): void {
    this.#held = held;
    this.#loops.forget(this.#nowMs);
  }

  async #look(): Promise<void> {
    const turns = await this.#follower.turns();
    if (this.#timer === undefined) return;
    this.#onLook(this.#held ? [] : this.#loops.look(turns.flatMap(this.#sampleOf), this.#nowMs));
    this.start();
  }

  readonly #sampleOf = ({ unit, turned }: LoopTurn): LoopSample[] => {
    const { program } = unit.model;
    if (program === null) return [];
    const ageMs = Date.now() - program.startedAtMs;
    // The word goes round after 49 days; clocks that are read one after the other may differ a little, either way.
    const turnedAtMs = this.#nowMs - ((ageMs - turned) | 0);
    const use = threadUse(program.pid, program.systemThread);
    return [{ unit: unit.id, turned, turnedAtMs, use }];
  };

  get #nowMs(): number {
    const { program } = this.#follower.model;
    return program === null ? 0 : Date.now() - program.startedAtMs;
  }
}
