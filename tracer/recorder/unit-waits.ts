/**
 * Who waits for a word from another unit: a promise whose executor listens for an event of a worker, of a child process
 * or of the port to the parent waits for it.
 */
import type { EventEmitter } from "node:events";
import { isMainThread, parentPort } from "node:worker_threads";
import { unreferencedOf } from "../adapters/unreferenced.js";
import type { PrimitiveKindName } from "../wire/index.js";
import type { Executors } from "./executor.js";
import { endsWithUs, type Primitives } from "./primitives.js";
import { primitiveInfo } from "./stamp.js";

const UNITS: ReadonlySet<PrimitiveKindName> = new Set(["worker", "process", "command", "parent"]);

type UnitOp = "message" | "child";

const OP_OF_EVENT: Readonly<Partial<Record<string, UnitOp>>> = {
  message: "message",
  messageerror: "message",
  online: "child",
  spawn: "child",
  exit: "child",
  close: "child",
  disconnect: "child",
};

type Listen = (this: EventEmitter, ...args: unknown[]) => unknown;

export class UnitWaits {
  readonly #executors: Executors;
  readonly #primitives: Primitives;

  constructor(executors: Executors, primitives: Primitives) {
    this.#executors = executors;
    this.#primitives = primitives;
  }

  /** What connects this unit to the one that started it, if anything does. */
  watchParent(): void {
    const port: object | null = isMainThread ? (process.channel == null ? null : process) : parentPort;
    if (port === null) return;
    const state = () => ({ length: 0, closed: false });
    this.#primitives.declare(port, "parent", "the parent", state, this.#listens);
    this.watchListeners(port);
  }

  watchListeners(emitter: object): void {
    for (const name of ["on", "once", "addListener", "addEventListener"]) {
      const listen = (emitter as Partial<Record<string, Listen>>)[name];
      if (typeof listen !== "function") continue;
      const value = new Proxy(listen, {
        apply: (target, self: EventEmitter, args: unknown[]): unknown => {
          this.#listens(self, args[0]);
          return Reflect.apply(target, self, args);
        },
      });
      Object.defineProperty(emitter, name, { value, configurable: true, writable: true, enumerable: false });
    }
  }

  /** What waiting for this event of a unit is; null where it is no unit, or the event says nothing of it. */
  readonly opOf = (emitter: object, event: unknown): UnitOp | null => {
    const op = typeof event === "string" ? OP_OF_EVENT[event] : undefined;
    const kind = op === undefined ? undefined : primitiveInfo.get(emitter)?.kind;
    return op !== undefined && kind !== undefined && UNITS.has(kind) ? op : null;
  };

  readonly #listens = (emitter: object, event: unknown): void => {
    try {
      const op = this.opOf(emitter, event);
      const info = primitiveInfo.get(emitter);
      if (op === null || info === undefined) return;
      // Node's own listeners come before, and say less.
      const origin = this.#executors.running(this.#listens, ({ primitives }) =>
        primitives.every(({ kind }) => kind === "emitter"),
      );
      if (origin === null) return;
      origin.op = op;
      origin.primitives = [info];
      origin.unreferenced = endsWithUs(origin.primitives) ?? unreferencedOf(emitter);
      this.#primitives.touch(emitter);
    } catch {
      // It is then told as a promise that nothing known will settle.
    }
  };
}
