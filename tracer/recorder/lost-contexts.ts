/**
 * Contexts that nobody can end any more.
 *
 * A context is ended by whoever holds its `cancel`. When that was collected without a call, and the call that made the
 * context is over, the context stays until its parent ends or its time has passed: what hangs on it stays as long.
 */
import type { ActiveCall } from "./active-call.js";
import { taskOf } from "./held-locks.js";
import type { PrimitiveInfo } from "./primitive-info.js";

interface Owned {
  readonly info: PrimitiveInfo;
  readonly cancel: WeakRef<object>;
  readonly maker: ActiveCall | null;
}

/** A program with more open contexts than this is told of some of them. */
const WATCHED_AT_MOST = 4096;

export class LostContexts {
  readonly #open = new Map<PrimitiveInfo, Owned>();
  readonly #lost = new Set<PrimitiveInfo>();
  readonly #tell: (info: PrimitiveInfo, ended: boolean) => void;

  /** @param tell A context is lost; or it was, and has ended all the same. */
  constructor(tell: (info: PrimitiveInfo, ended: boolean) => void) {
    this.#tell = tell;
  }

  owned(info: PrimitiveInfo, cancel: object, maker: ActiveCall | null): void {
    if (this.#open.size >= WATCHED_AT_MOST) return;
    this.#open.set(info, { info, cancel: new WeakRef(cancel), maker });
  }

  ended(info: PrimitiveInfo): void {
    this.#open.delete(info);
    if (this.#lost.delete(info)) this.#tell(info, true);
  }

  /** A collection could show that one is lost. */
  get hasUnproved(): boolean {
    for (const owned of this.#open.values()) if (isMakerOver(owned)) return true;
    return false;
  }

  /** Looks what is gone right now. */
  sweep(): void {
    for (const owned of this.#open.values()) {
      if (!isMakerOver(owned) || owned.cancel.deref() !== undefined) continue;
      this.#open.delete(owned.info);
      const subject = owned.info.subject.deref();
      // One that is gone itself hangs on nothing: no parent and no timer holds it.
      if (subject === undefined || owned.info.state(subject).closed) continue;
      this.#lost.add(owned.info);
      this.#tell(owned.info, false);
    }
  }
}

function isMakerOver({ maker }: Owned): boolean {
  return maker === null || taskOf(maker).ended;
}
