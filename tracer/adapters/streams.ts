/** node:stream/promises and Web streams: who waits for the end of a pipeline, for data, for room. */
import streams from "node:stream/promises";
import type { NamedWaits } from "./named-waits.js";
import { isFunction, isObject, wrapFunction, wrapMethod } from "./wrapping.js";

export function watchStreams(waits: NamedWaits): void {
  wrapFunction(streams, "pipeline", (self, args, pipeline, caller) => {
    const promise = Reflect.apply(pipeline, self, args);
    const names = (Array.isArray(args[0]) ? (args[0] as unknown[]) : args).filter(isStream).map(nameOf);
    waits.promised(promise, { op: "event", name: () => `the end of pipeline ${names.join(" to ")}` }, caller);
    return promise;
  });
  wrapFunction(streams, "finished", (self, args, finished, caller) => {
    const promise = Reflect.apply(finished, self, args);
    const name = nameOf(args[0]);
    waits.promised(promise, { op: "event", name: () => `the end of ${name}` }, caller);
    return promise;
  });
  wrapMethod(ReadableStreamDefaultReader.prototype, "read", (self, args, read, caller) => {
    const promise = Reflect.apply(read, self, args);
    waits.promised(promise, { op: "io", name: () => "data of a ReadableStream" }, caller);
    return promise;
  });
  wrapMethod(WritableStreamDefaultWriter.prototype, "write", (self, args, write, caller) => {
    const promise = Reflect.apply(write, self, args);
    waits.promised(promise, { op: "io", name: () => "a WritableStream to take what is written" }, caller);
    return promise;
  });
}

function isStream(value: unknown): boolean {
  return (
    isObject(value) &&
    (isFunction(value) || "pipe" in value || "write" in value || Symbol.asyncIterator in value)
  );
}

function nameOf(stream: unknown): string {
  if (isFunction(stream)) return stream.name === "" ? "a function" : stream.name;
  const prototype: unknown = isObject(stream) ? Object.getPrototypeOf(stream) : undefined;
  const made: unknown = isObject(prototype)
    ? Object.getOwnPropertyDescriptor(prototype, "constructor")?.value
    : undefined;
  return isFunction(made) && made.name !== "" ? made.name : "a stream";
}
