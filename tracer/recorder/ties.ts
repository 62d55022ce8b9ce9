import type { CallId, PrimitiveId } from "../wire/index.js";
import { Told, type ActiveCall } from "./active-call.js";
import { taskOf } from "./held-locks.js";
import type { PrimitiveInfo } from "./primitive-info.js";

interface TiesOfPrimitive {
  readonly id: PrimitiveId;
  readonly users: readonly CallId[];
  readonly owing: readonly CallId[];
}

/**
 * Who has to do with the primitives at which somebody waits. It says which stuck tasks belong together, so it is told
 * only of primitives with waiters that were told, and only of calls that were: a hot channel costs nothing here.
 */
export class Ties {
  readonly #waitedAt = new WeakSet<PrimitiveInfo>();
  readonly #told = new WeakMap<PrimitiveInfo, string>();
  #changed = new Set<PrimitiveInfo>();

  /** A wait at these was told. */
  waitedAt(primitives: readonly PrimitiveInfo[]): void {
    for (const info of primitives) {
      this.#waitedAt.add(info);
      this.#changed.add(info);
    }
  }

  changed(info: PrimitiveInfo): void {
    if (this.#waitedAt.has(info)) this.#changed.add(info);
  }

  /** What is new since the last time. */
  take(): TiesOfPrimitive[] {
    const changed = this.#changed;
    if (changed.size === 0) return [];
    this.#changed = new Set();
    return [...changed].flatMap((info) => {
      const ties = { id: info.id, users: liveIds(info.users), owing: liveIds(info.owing) };
      const key = `${ties.users.join()} ${ties.owing.join()}`;
      if (key === (this.#told.get(info) ?? " ")) return [];
      this.#told.set(info, key);
      return [ties];
    });
  }
}

function liveIds(calls: Iterable<ActiveCall>): CallId[] {
  const tasks = new Set([...calls].map(taskOf));
  return [...tasks].flatMap((call) =>
    call.told === Told.running || call.told === Told.waiting ? call.id : [],
  );
}
