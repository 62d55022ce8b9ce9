/**
 * What does not keep the program alive, by its nature or because it was told so: whoever waits for it may be left behind when
 * all else is done. That is what the program wants, and no deadlock.
 */
import { Socket } from "node:net";
import { types } from "node:util";
import { BroadcastChannel, MessagePort, Worker } from "node:worker_threads";
import { isFunction, isObject, wrapFunction, wrapMethod } from "./wrapping.js";

/**
 * Of those that say of themselves only whether their handle is alive and referenced, in one word: a port that is closed is
 * waited for in vain.
 */
const unreferenced = new WeakSet();

export function watchReferences(): void {
  for (const { prototype } of [MessagePort, BroadcastChannel, Worker]) {
    wrapMethod(prototype, "unref", (self, args, unref) => {
      unreferenced.add(self);
      return Reflect.apply(unref, self, args);
    });
    wrapMethod(prototype, "ref", (self, args, ref) => {
      unreferenced.delete(self);
      return Reflect.apply(ref, self, args);
    });
  }
  watchSignals();
}

/** The timer behind such a signal is unref'd. */
function watchSignals(): void {
  wrapFunction(AbortSignal, "timeout", (self, args, timeout) => {
    const signal = Reflect.apply(timeout, self, args);
    if (isObject(signal)) unreferenced.add(signal);
    return signal;
  });
  wrapFunction(AbortSignal, "any", (self, args, any) => {
    const signal = Reflect.apply(any, self, args);
    const [signals] = args;
    const weak = Array.isArray(signals) && signals.some((one) => isObject(one) && unreferenced.has(one));
    if (weak && isObject(signal)) unreferenced.add(signal);
    return signal;
  });
}

/** Tells whether one of these does not keep the program alive at the moment. Holds none of them. */
export function unreferencedOf(...subjects: readonly unknown[]): () => boolean {
  const weak = subjects.filter(isObject).map((subject) => new WeakRef(subject));
  return () => weak.some((one) => isUnreferenced(one.deref()));
}

function isUnreferenced(subject: unknown): boolean {
  if (!isObject(subject) || types.isProxy(subject)) return false;
  // Signals, and what it emits at its end.
  if (subject === process || unreferenced.has(subject)) return true;
  // Sockets have it from Node's prototype, by a getter.
  const handle: unknown =
    subject instanceof Socket ? Reflect.get(Socket.prototype, "_handle", subject) : own(subject, "_handle");
  return isHandleUnreferenced(handle) || isUnreferenced(own(subject, "input"));
}

/** A socket, a server, a child, a watcher of files; an interface of lines has an input that is one. */
function isHandleUnreferenced(handle: unknown): boolean {
  if (!isObject(handle)) return false;
  try {
    const hasRef: unknown = Reflect.get(handle, "hasRef");
    return isFunction(hasRef) && Reflect.apply(hasRef, handle, []) === false;
  } catch {
    return false;
  }
}

/** Never by a getter, which is code of the program. */
function own(subject: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(subject, name)?.value;
}
