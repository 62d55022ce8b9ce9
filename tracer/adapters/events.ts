/**
 * node:events, EventTarget and AbortSignal: a promise that `once` makes waits for an event, and so do the next one of an
 * iterator of `on` and one whose executor adds a listener. Emitting is left alone: it is the hottest of all, and tells
 * nothing that is asked.
 */
import events, { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { BroadcastChannel, MessagePort, Worker } from "node:worker_threads";
import type { Callable } from "../runtime/probe.js";
import { watchNext } from "./iteration.js";
import type { Named, NamedWaits } from "./named-waits.js";
import { unreferencedOf } from "./unreferenced.js";
import { classNameOf, isFunction, isObject, withoutOwnFrames, wrapped } from "./wrapping.js";

/** Whoever waits for another event listens to these as well. */
const BESIDE = new Set<unknown>(["error", "data"]);

export function watchEvents(waits: NamedWaits): void {
  const listening = (emitter: object, event: unknown): void => {
    if (!waits.constructing.isLikely() || BESIDE.has(event)) return;
    waits.constructing.tell(eventOf(emitter, event));
  };
  const { prototype } = EventEmitter;
  wrapListening(prototype, ["once", "prependListener", "prependOnceListener"], listening);
  // The two are one function, and stay one.
  wrapListening(prototype, ["addListener"], listening);
  Object.defineProperty(prototype, "on", { ...descriptorOf(prototype, "addListener") });
  wrapListening(EventTarget.prototype, ["addEventListener"], listening);
  const nodeTarget: unknown = Object.getPrototypeOf(MessagePort.prototype);
  if (isObject(nodeTarget)) wrapListening(nodeTarget, ["on", "once", "addListener"], listening);
  wrapMaker("once", (promise, emitter, event, caller) => {
    // Of a unit it is told by the listener that is added.
    if (waits.unitOp(emitter, event) === null) waits.promised(promise, eventOf(emitter, event), caller);
  });
  wrapMaker("on", (iterator, emitter, event, caller) => {
    const op = waits.unitOp(emitter, event);
    const tell =
      op === null
        ? waits.repeated(eventOf(emitter, event), caller)
        : waits.repeatedAt(emitter, op, unreferencedOf(emitter));
    watchNext(iterator, tell);
  });
}

/** Tells what `events.once` and `events.on` make for an emitter. */
function wrapMaker(
  name: "once" | "on",
  tell: (made: unknown, emitter: object, event: unknown, caller: Callable) => void,
): void {
  const make: unknown = Reflect.get(events, name);
  if (!isFunction(make)) return;
  const value = wrapped(make, (self, args, original, caller) => {
    const [emitter, event] = args;
    const made = Reflect.apply(original, self, args);
    if (isObject(emitter)) tell(made, emitter, event, caller);
    return made;
  });
  Object.defineProperty(events, name, { ...descriptorOf(events, name), value });
}

function descriptorOf(owner: object, name: string): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(owner, name) ?? {};
}

/** Listeners are added for every request of a server, and more: a plain function costs a tenth of what a proxy does. */
function wrapListening(
  owner: object,
  names: readonly string[],
  listening: (emitter: object, event: unknown) => void,
): void {
  for (const name of names) {
    const descriptor = descriptorOf(owner, name);
    const add: unknown = descriptor.value;
    if (!isFunction(add) || descriptor.configurable !== true) continue;
    const value = function (this: object, ...args: unknown[]): unknown {
      try {
        return Reflect.apply(add, this, args);
      } catch (error) {
        throw withoutOwnFrames(error);
      } finally {
        listening(this, args[0]);
      }
    };
    for (const property of ["name", "length"])
      Object.defineProperty(value, property, { ...descriptorOf(add, property) });
    Object.defineProperty(owner, name, { ...descriptor, value });
  }
}

function eventOf(emitter: object, event: unknown): Named {
  return {
    op: opOf(emitter, event),
    name: nameOf(emitter, event),
    unreferenced: unreferencedOf(emitter),
  };
}

function opOf(emitter: object, event: unknown): "event" | "message" | "io" {
  if (isResponse(emitter, event)) return "io";
  if (event !== "message") return "event";
  const known = [Worker, MessagePort, BroadcastChannel];
  return known.some((sender) => emitter instanceof sender) ? "message" : "event";
}

/** "event 'ready' of Service"; of a message who sends it, "worker 2": as soon as somebody asks. */
function nameOf(emitter: object, event: unknown): () => string {
  const weak = new WeakRef(emitter);
  return () => {
    const alive = weak.deref();
    if (alive !== undefined && isResponse(alive, event)) return `HTTP response from ${hostOf(alive)}`;
    if (event === "message" && alive instanceof Worker) return `worker ${alive.threadId}`;
    if (event === "message" && alive instanceof MessagePort) return "a port";
    if (event === "message" && alive instanceof BroadcastChannel) return `BroadcastChannel ${alive.name}`;
    if (event === "drain" && alive instanceof Writable) return `room in ${classOf(alive)}`;
    return `event '${String(event)}' of ${classOf(alive)}`;
  };
}

/** Node's clients of HTTP, which need not be loaded for that. */
function isResponse(emitter: object, event: unknown): boolean {
  return event === "response" && classOf(emitter) === "ClientRequest";
}

function hostOf(request: { getHeader?: (name: string) => unknown }): string {
  const host = request.getHeader?.("host");
  return typeof host === "string" ? host : "?";
}

function classOf(emitter: object | undefined): string {
  return classNameOf(emitter) ?? "an emitter";
}
