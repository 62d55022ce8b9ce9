/** node:stream: who waits for the end of a pipeline, for data, for room. */
import { Readable } from "node:stream";
import streams from "node:stream/promises";
import type { Named, NamedWaits } from "./named-waits.js";
import { watchNext } from "./iteration.js";
import { unreferencedOf } from "./unreferenced.js";
import { classNameOf, isFunction, isObject, wrapFunction, wrapped } from "./wrapping.js";

export function watchStreams(waits: NamedWaits): void {
  const pipeline = waits.promising((_self, args) => {
    const piped = (Array.isArray(args[0]) ? (args[0] as unknown[]) : args).filter(isStream);
    const names = piped.map(nameOf);
    return {
      op: "event",
      name: () => `the end of pipeline ${names.join(" to ")}`,
      unreferenced: unreferencedOf(...piped),
    };
  });
  const finished = waits.promising((_self, [stream]) => {
    const name = nameOf(stream);
    return { op: "event", name: () => `the end of ${name}`, unreferenced: unreferencedOf(stream) };
  });
  wrapFunction(streams, "pipeline", pipeline);
  wrapFunction(streams, "finished", finished);
  watchIteration(waits, Readable.prototype);
}

function watchIteration(waits: NamedWaits, readable: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(readable, Symbol.asyncIterator);
  const iterate: unknown = descriptor?.value;
  if (!isFunction(iterate) || descriptor?.configurable !== true) return;
  const value = wrapped(iterate, (self, args, original, caller) => {
    const iterator = Reflect.apply(original, self, args);
    const data: Named = {
      op: "io",
      name: () => `data of ${nameOf(self)}`,
      unreferenced: unreferencedOf(self),
    };
    watchNext(iterator, waits.repeated(data, caller));
    return iterator;
  });
  Object.defineProperty(readable, Symbol.asyncIterator, { ...descriptor, value });
}

function isStream(value: unknown): boolean {
  return (
    isObject(value) &&
    (isFunction(value) || "pipe" in value || "write" in value || Symbol.asyncIterator in value)
  );
}

function nameOf(stream: unknown): string {
  if (isFunction(stream)) return stream.name === "" ? "a function" : stream.name;
  return classNameOf(stream) ?? "a stream";
}
