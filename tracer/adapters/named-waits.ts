/**
 * Waits for what is no lock and no queue: an event, a file, a connection. What is waited for is told by a name, and by
 * nothing else; a thing that is waited for in a thousand places is named when a wait at it lasts.
 */
import type { Callable, CreateMessage, PrimitiveKind, WaitMessage } from "../runtime/probe.js";
import { VERSION, type Tell } from "./adapter.js";
import { isObject, type Wrapping } from "./wrapping.js";

export type NamedOp = "event" | "io" | "message" | "child";

/** What such a promise waits for. */
export interface Named {
  readonly op: NamedOp;
  readonly name: () => string;
  /** Whether it has been told not to keep the program alive. */
  readonly unreferenced?: () => boolean;
}

/** The promise whose executor may be running. */
export interface Constructing {
  /** Asked before a name is even thought of: listeners are added all the time. */
  readonly isLikely: () => boolean;
  /** Tells that it waits for this; does nothing where there is none. */
  readonly tell: (named: Named) => void;
}

/**
 * What waiting for this event of a worker, a child or the parent is: a wait at what is told itself. Null where it is a wait
 * for an event as any other.
 */
export type UnitOp = (emitter: object, event: unknown) => NamedOp | null;

export class NamedWaits {
  readonly #tell: Tell;
  readonly constructing: Constructing;
  readonly unitOp: UnitOp;

  constructor(tell: Tell, constructing: Constructing, unitOp: UnitOp) {
    this.#tell = tell;
    this.constructing = constructing;
    this.unitOp = unitOp;
  }

  /** Whoever awaits `promise` waits for this. */
  promised(promise: unknown, named: Named, caller: Callable): void {
    tellWait(this.#tell, promise, named, caller);
  }

  /** What `wrapped` is to call for a function whose promise waits for this. */
  promising(namedOf: NamedOf): Wrapping {
    return promising(this.#tell, namedOf);
  }

  /** For what is waited for again and again: tells each wait, and only once what it is for. */
  repeated({ op, name, unreferenced }: Named, caller: Callable): (promise: unknown) => void {
    const subject = {};
    this.#tell({ version: VERSION, event: "create", ...factsOf(subject, op, name, caller) });
    return this.repeatedAt(subject, op, unreferenced);
  }

  /** The same for what is told itself. */
  repeatedAt(subject: object, op: NamedOp, unreferenced?: () => boolean): (promise: unknown) => void {
    return (promise) => {
      if (isObject(promise)) this.#tell(waitAt(subject, op, promise, unreferenced));
    };
  }
}

/** What the promise of a call with these arguments waits for. */
export type NamedOf = (self: unknown, args: readonly unknown[]) => Named;

/** What `wrapped` is to call for a function whose promise waits for this. */
export function promising(tell: Tell, namedOf: NamedOf): Wrapping {
  return (self, args, original, caller) => {
    const named = namedOf(self, args);
    const promise = Reflect.apply(original, self, args);
    tellWait(tell, promise, named, caller);
    return promise;
  };
}

/** Whoever awaits `promise` waits for this; nothing is told of what is no promise. */
export function tellWait(
  tell: Tell,
  promise: unknown,
  { op, name, unreferenced }: Named,
  caller: Callable,
): void {
  if (!isObject(promise)) return;
  const subject = {};
  tell({ version: VERSION, event: "create", ...factsOf(subject, op, name, caller) });
  tell(waitAt(subject, op, promise, unreferenced));
}

function waitAt(subject: object, op: NamedOp, promise: object, unreferenced?: () => boolean): WaitMessage {
  const wait = { version: VERSION, event: "wait", subject, op, promise } as const;
  return unreferenced === undefined ? wait : { ...wait, unreferenced };
}

function factsOf(
  subject: object,
  op: NamedOp,
  name: () => string,
  caller: Callable,
): Omit<CreateMessage, "version" | "event"> {
  const kind: PrimitiveKind = op === "event" ? "emitter" : "resource";
  return { subject, kind, name, capacity: 0, caller, state, transient: true };
}

function state(): { length: number; closed: boolean } {
  return { length: 0, closed: false };
}
