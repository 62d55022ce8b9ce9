/**
 * Waits for what is no lock and no queue: an event, a file, a connection. What is waited for is told by a name, and by
 * nothing else; a thing that is waited for in a thousand places is named when a wait at it lasts.
 */
import type { Callable, CreateMessage, PrimitiveKind } from "../runtime/probe.js";
import { VERSION, type Tell } from "./adapter.js";
import { isObject, type Wrapping } from "./wrapping.js";

export type NamedOp = "event" | "io" | "message" | "child";

/** What such a promise waits for. */
export interface Named {
  readonly op: NamedOp;
  readonly name: () => string;
}

/** The promise whose executor may be running. */
export interface Constructing {
  /** Asked before a name is even thought of: listeners are added all the time. */
  readonly isLikely: () => boolean;
  /** Tells that it waits for this; does nothing where there is none. */
  readonly tell: (op: NamedOp, name: () => string) => void;
}

export class NamedWaits {
  readonly #tell: Tell;
  readonly constructing: Constructing;
  /** Whether something is told itself, such as a worker: a wait at it names it already. */
  readonly isKnown: (subject: object) => boolean;

  constructor(tell: Tell, constructing: Constructing, isKnown: (subject: object) => boolean) {
    this.#tell = tell;
    this.constructing = constructing;
    this.isKnown = isKnown;
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
  repeated({ op, name }: Named, caller: Callable): (promise: unknown) => void {
    const subject = {};
    this.#tell({ version: VERSION, event: "create", ...factsOf(subject, op, name, caller) });
    return (promise) => {
      if (isObject(promise)) this.#tell({ version: VERSION, event: "wait", subject, op, promise });
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
export function tellWait(tell: Tell, promise: unknown, { op, name }: Named, caller: Callable): void {
  if (!isObject(promise)) return;
  const subject = {};
  tell({ version: VERSION, event: "create", ...factsOf(subject, op, name, caller) });
  tell({ version: VERSION, event: "wait", subject, op, promise });
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
