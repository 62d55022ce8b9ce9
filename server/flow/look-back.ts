/** A look back at how a run stood at an earlier time. */
import { findingsOf } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import type { Tree } from "../model/tree.js";
import { History } from "./history.js";

export interface Past {
  /** Milliseconds since the program's start. */
  readonly atMs: number;
  readonly model: Tree;
  readonly history: History;
  readonly findings: readonly Finding[];
}

/** Reads a recording anew, up to a time. `prepare` is called before the first record. */
export type Replay = (untilMs: number, prepare: (model: Tree) => void) => Promise<Tree>;

export class LookBack {
  /** Null: it is looked at as it is now. */
  past: Past | null = null;
  readonly #replay: Replay;
  readonly #onChange: () => void;
  #wanted: number | null = null;
  #moving: Promise<void> | null = null;

  constructor(replay: Replay, onChange: () => void = () => undefined) {
    this.#replay = replay;
    this.#onChange = onChange;
  }

  /** A slider is moved faster than a recording is read: what was wanted meanwhile is passed over. */
  async to(atMs: number | null): Promise<void> {
    this.#wanted = atMs;
    this.#moving ??= this.#move().finally(() => (this.#moving = null));
    await this.#moving;
  }

  async #move(): Promise<void> {
    for (let at = this.#wanted; ; at = this.#wanted) {
      this.past = at === null ? null : await this.#readTo(at);
      if (at === this.#wanted) break;
    }
    this.#onChange();
  }

  async #readTo(atMs: number): Promise<Past> {
    const histories: History[] = [];
    const model = await this.#replay(atMs, (fresh) => {
      const history = new History(fresh);
      fresh.watch(history);
      histories.push(history);
    });
    const [history = new History(model)] = histories;
    return { atMs, model, history, findings: findingsOf(model, atMs) };
  }
}
