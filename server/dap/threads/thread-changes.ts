/**
 * From one list of threads to the next, as events.
 *
 * A client asks for the stack of a paused thread only, so a task that waits is told as paused. Each such event
 * makes VS Code ask for all threads and for that thread's stack: so only what changed is told, and of that only so
 * much at a time. What is left out now is still a difference at the next look.
 */
import type { TaskThread } from "./thread-list.js";

/** Ten looks a second make this about 300 a second at the very most. */
const EVENTS_AT_ONCE = 30;

/** Ages are part of the names; they need not be exact to the second for a list of threads. */
const NAMES_EVERY_MS = 1000;

export type ThreadChange =
  | { readonly kind: "paused"; readonly key: string; readonly state: string; readonly isBusy: boolean }
  | { readonly kind: "continued" | "started" | "exited"; readonly key: string };

interface Told {
  readonly name: string;
  readonly pause: string | null;
}

export class ThreadChanges {
  readonly #told = new Map<string, Told>();
  #namesToldMs = -Infinity;

  /**
   * What to tell now, given the list as it is.
   *
   * @param held by a debugger: the clock stands still, and so do names, but for the last ones to be told
   */
  next(threads: readonly TaskThread[], nowMs: number, held = false): ThreadChange[] {
    const changes = [...this.#exited(threads)];
    for (const thread of threads) {
      if (changes.length >= EVENTS_AT_ONCE) return changes;
      const change = this.#changeOf(thread);
      if (change !== null) changes.push(change);
    }
    changes.push(...this.#renamed(threads, changes, nowMs, held));
    return changes;
  }

  *#exited(threads: readonly TaskThread[]): Generator<ThreadChange> {
    const present = new Set(threads.map((thread) => thread.key));
    let room = EVENTS_AT_ONCE;
    for (const key of this.#told.keys()) {
      if (present.has(key)) continue;
      if (room-- === 0) return;
      this.#told.delete(key);
      yield { kind: "exited", key };
    }
  }

  #changeOf({ key, name, pause, state, isBusy = false }: TaskThread): ThreadChange | null {
    const told = this.#told.get(key);
    if (told !== undefined && told.pause === pause) return null;
    this.#told.set(key, { name, pause });
    if (pause !== null) return { kind: "paused", key, state, isBusy };
    return { kind: told === undefined ? "started" : "continued", key };
  }

  /**
   * Clients read names again when a thread starts or pauses, and have no other reason to. So when nothing else
   * happened for a while and names are out of date, one thread "starts" again.
   */
  *#renamed(
    threads: readonly TaskThread[],
    changes: readonly ThreadChange[],
    nowMs: number,
    held: boolean,
  ): Generator<ThreadChange> {
    const read = changes.some((change) => change.kind === "paused" || change.kind === "started");
    const stale = threads.find((thread) => this.#told.get(thread.key)?.name !== thread.name);
    const isEarly = !held && nowMs - this.#namesToldMs < NAMES_EVERY_MS;
    if (!read && (stale === undefined || isEarly)) return;
    this.#namesToldMs = nowMs;
    for (const { key, name } of threads) {
      const told = this.#told.get(key);
      if (told !== undefined) this.#told.set(key, { ...told, name });
    }
    if (!read && stale !== undefined) yield { kind: "started", key: stale.key };
  }
}
