/**
 * The processes and workers that this unit starts: they get the preload, and each is told as a primitive that is closed
 * when it is over.
 *
 * A process is seen before it is spawned, through Node's own diagnostics channel. Of workers that channel tells too
 * late to give them the preload: a proxy of `Worker` does so.
 */
import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { type Worker } from "node:worker_threads";
import {
  isDebuggersOwn,
  optionsWithPreload,
  preloadInto,
  runsNode,
  type SpawnOptions,
} from "./preloading.js";
import type { PrimitiveInfo } from "./primitive-info.js";
import type { Primitives } from "./primitives.js";
import { kinOf, removeLeftBehind, WORKER_KIN, type Unit, type WorkerKin } from "./unit.js";
import type { UnitWaits } from "./unit-waits.js";

const PROCESSES = "child_process";

type WorkerClass = typeof workerThreads.Worker;
type WorkerArguments = ConstructorParameters<WorkerClass>;
type Spawn = (options: SpawnOptions) => unknown;

interface Started {
  readonly info: PrimitiveInfo;
  /** Held no longer than it runs: then its handle holds it anyway. */
  readonly subject: object;
  readonly isOver: () => boolean;
  /** What the name of its unit begins with. */
  readonly unitPrefix: string;
}

export class StartedUnits {
  readonly #unit: Unit;
  readonly #primitives: Primitives;
  readonly #waits: UnitWaits;
  readonly #live = new Set<Started>();
  #processesKnown = false;

  constructor(unit: Unit, primitives: Primitives, waits: UnitWaits) {
    this.#unit = unit;
    this.#primitives = primitives;
    this.#waits = waits;
  }

  watch(): void {
    subscribe(PROCESSES, this.#onProcess);
    this.#watchWorkers();
  }

  stop(): void {
    unsubscribe(PROCESSES, this.#onProcess);
  }

  get someLive(): boolean {
    return this.#live.size > 0;
  }

  /** To be called now and then: nothing that the program could not see tells of an end by itself. */
  tellEnds(): void {
    for (const started of this.#live) {
      if (!started.isOver()) continue;
      this.#live.delete(started);
      this.#primitives.touch(started.subject);
      if (!this.#unit.followed) removeLeftBehind(this.#unit, started.unitPrefix);
    }
  }

  readonly #onProcess = (message: unknown): void => {
    try {
      const { process: child } = message as { process: ChildProcess };
      if (!this.#processesKnown) this.#waits.watchListeners(Object.getPrototypeOf(child) as object);
      this.#processesKnown = true;
      this.#watchSpawn(child);
    } catch {
      // Another Node, another shape: this child is not seen.
    }
  };

  /** Node calls `spawn` of the new object once, with all that the process gets. */
  #watchSpawn(child: ChildProcess): void {
    const value: Spawn = (options) => {
      Reflect.deleteProperty(child, "spawn");
      if (isDebuggersOwn(options)) return (child as unknown as { spawn: Spawn }).spawn(options);
      const traced = this.#preload(options);
      const result = (child as unknown as { spawn: Spawn }).spawn(options);
      this.#spawned(child, traced, value);
      return result;
    };
    Object.defineProperty(child, "spawn", { configurable: true, writable: true, enumerable: false, value });
  }

  #preload(options: SpawnOptions): boolean {
    try {
      return runsNode(options) && preloadInto(options, kinOf(this.#unit));
    } catch {
      return false;
    }
  }

  #spawned(child: ChildProcess, traced: boolean, caller: unknown): void {
    try {
      if (child.pid === undefined) return;
      const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
      const kind = traced ? "process" : "command";
      this.#declare(child, kind, `child process ${child.pid}`, isOver, `${child.pid}.`, caller);
      if (traced) this.#primitives.touch(child);
    } catch {
      // It runs, and is not told of.
    }
  }

  #watchWorkers(): void {
    const { Worker } = workerThreads;
    const construct = (target: WorkerClass, args: WorkerArguments, newTarget: WorkerClass): Worker => {
      const worker = this.#construct(target, args, newTarget);
      this.#constructed(worker, construct);
      return worker;
    };
    const proxy = new Proxy(Worker, { construct });
    this.#waits.watchListeners(Worker.prototype);
    Worker.prototype.constructor = proxy;
    workerThreads.Worker = proxy;
    syncBuiltinESMExports();
  }

  #constructed(worker: Worker, caller: unknown): void {
    try {
      const { threadId } = worker;
      const isOver = (): boolean => worker.threadId === -1;
      this.#declare(worker, "worker", `worker ${threadId}`, isOver, `${process.pid}.${threadId}-`, caller);
      this.#primitives.touch(worker);
    } catch {
      // It runs, and is not told of.
    }
  }

  /** The environment data is copied while the worker is made: what this one must know lies there only so long. */
  #construct(target: WorkerClass, args: WorkerArguments, newTarget: WorkerClass): Worker {
    const [file, options] = args;
    const kin = kinOf(this.#unit);
    const told: WorkerKin = { ...kin, script: options?.eval === true ? "[worker eval]" : String(file) };
    workerThreads.setEnvironmentData(WORKER_KIN, JSON.stringify(told));
    try {
      const changed = optionsWithPreload(options, kin);
      const made: unknown = Reflect.construct(target, changed === null ? args : [file, changed], newTarget);
      return made as Worker;
    } finally {
      workerThreads.setEnvironmentData(WORKER_KIN);
    }
  }

  #declare(
    subject: object,
    kind: "worker" | "process" | "command",
    name: string,
    isOver: () => boolean,
    unitPrefix: string,
    caller: unknown,
  ): void {
    const state = () => ({ length: 0, closed: isOver() });
    const info = this.#primitives.declare(subject, kind, name, state, caller);
    this.#live.add({ info, subject, isOver, unitPrefix });
  }
}
