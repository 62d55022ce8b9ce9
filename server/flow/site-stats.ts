/** The tasks that were started at one line: how many do what, and for how long they all did. */
import { WAIT_OPS } from "../../tracer/wire/format.js";
import { isOver, type StateCode } from "../../media/wire/states.js";
import type { Site } from "../model/task.js";

const STATES = WAIT_OPS.length + 1;

export class SiteStats {
  readonly index: number;
  readonly name: string;
  readonly unit: string;
  readonly place: Site | null;
  started = 0;
  live = 0;
  readonly #count = new Uint32Array(STATES);
  readonly #spentUs = new Float64Array(STATES);
  /** Until when each state's time is counted. */
  readonly #countedUs = new Float64Array(STATES);

  constructor(index: number, name: string, unit: string, place: Site | null) {
    this.index = index;
    this.name = name;
    this.unit = unit;
    this.place = place;
  }

  /** A task does this since `fromUs`, of which we learn now. */
  enter(state: StateCode, fromUs: number, nowUs: number): void {
    if (isOver(state)) return;
    this.#settle(state, nowUs);
    this.#count[state] = (this.#count[state] ?? 0) + 1;
    this.#spentUs[state] = (this.#spentUs[state] ?? 0) + nowUs - fromUs;
  }

  /** It did this until `untilUs`. */
  leave(state: StateCode, untilUs: number, nowUs: number): void {
    if (isOver(state)) return;
    this.#settle(state, nowUs);
    this.#count[state] = (this.#count[state] ?? 1) - 1;
    this.#spentUs[state] = (this.#spentUs[state] ?? 0) - (nowUs - untilUs);
  }

  now(): [StateCode, number][] {
    return [...this.#count].flatMap((count, state) => (count > 0 ? [[state, count]] : []));
  }

  spentMs(nowUs: number): [StateCode, number][] {
    return [...this.#spentUs].flatMap((spentUs, state) => {
      const count = this.#count[state] ?? 0;
      const us = spentUs + count * Math.max(0, nowUs - (this.#countedUs[state] ?? 0));
      return us > 0 ? [[state, us / 1000]] : [];
    });
  }

  #settle(state: StateCode, nowUs: number): void {
    const since = nowUs - (this.#countedUs[state] ?? 0);
    if (since <= 0) return;
    this.#spentUs[state] = (this.#spentUs[state] ?? 0) + (this.#count[state] ?? 0) * since;
    this.#countedUs[state] = nowUs;
  }
}
