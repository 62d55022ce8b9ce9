/**
 * The end of the program, without a listener on `process`: those the program can count, run out of (Node warns of the
 * eleventh) and remove.
 *
 * Node looks `process.emit` up each time that it tells the program of something. It is found on a prototype, and on the
 * prototype before that an accessor can tell what it is looked up for: for `exit` once `process` says that it is exiting,
 * and for `beforeExit` when no JavaScript is on the stack. A method found through an accessor is called without a frame
 * more.
 */
import type { Stacks } from "./stacks.js";

export interface EndObserver {
  /** The event loop has drained: `beforeExit` is about to be told to the program. */
  readonly drained: () => void;
  /** `exit` is about to be told to the program. */
  readonly exiting: (code: number) => void;
}

export function watchEnd(stacks: Stacks, observer: EndObserver): void {
  const prototype = Object.getPrototypeOf(process) as object;
  const inherited = Object.getPrototypeOf(prototype) as object;
  let over = false;

  function look(below: unknown): void {
    if (over) return;
    try {
      // Not in Node's declarations, and in every Node.
      if ((process as { _exiting?: unknown })._exiting === true) {
        over = true;
        observer.exiting(Number(process.exitCode ?? 0));
      } else if (stacks.takeAlways(1, below).length === 0) observer.drained();
    } catch {
      // The program ends as it would.
    }
  }

  Object.defineProperty(prototype, "emit", {
    configurable: true,
    enumerable: false,
    get: function emit(this: object): unknown {
      if (this === process) look(emit);
      return Reflect.get(inherited, "emit", this) as unknown;
    },
    // Some programs put an `emit` of their own in its place.
    set(this: object, value: unknown) {
      let current = value;
      const own = this === process ? { get: emitOfProgram, set: setEmit } : { value, writable: true };
      Object.defineProperty(this, "emit", { ...own, configurable: true, enumerable: true });

      function emitOfProgram(): unknown {
        look(emitOfProgram);
        return current;
      }
      function setEmit(next: unknown): void {
        current = next;
      }
    },
  });
}
