/**
 * Web streams: who waits for data of one, for room in one, for its end. Iterating a stream and piping it use its insides,
 * not its readers: both are told where they are asked for.
 */
import type { Named, NamedWaits } from "./named-waits.js";
import { watchNext } from "./iteration.js";
import { isFunction, isObject, wrapMethod, wrapped } from "./wrapping.js";

const DATA: Named = { op: "io", name: () => "data of a ReadableStream" };
const TAKEN: Named = { op: "io", name: () => "a WritableStream to take what is written" };
const ROOM: Named = { op: "io", name: () => "room in a WritableStream" };
const READ_TO_END: Named = { op: "io", name: () => "the end of a ReadableStream" };
const WRITTEN_TO_END: Named = { op: "io", name: () => "the end of a WritableStream" };
const PIPED: Named = { op: "io", name: () => "the end of a pipe of Web streams" };

export function watchWebStreams(waits: NamedWaits): void {
  const promising = (owner: object, name: string, named: Named): void =>
    wrapMethod(
      owner,
      name,
      waits.promising(() => named),
    );
  const { prototype: stream } = ReadableStream;
  const { prototype: reader } = ReadableStreamDefaultReader;
  const { prototype: writer } = WritableStreamDefaultWriter;
  promising(reader, "read", DATA);
  promising(ReadableStreamBYOBReader.prototype, "read", DATA);
  promising(writer, "write", TAKEN);
  promising(writer, "close", WRITTEN_TO_END);
  promising(stream, "pipeTo", PIPED);
  watchPromise(waits, writer, "ready", ROOM);
  watchPromise(waits, writer, "closed", WRITTEN_TO_END);
  watchPromise(waits, reader, "closed", READ_TO_END);
  watchIteration(waits, stream);
}

/** A getter that gives the same promise to whoever asks, until it has settled. */
function watchPromise(waits: NamedWaits, owner: object, name: string, named: Named): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  // It is called with the object that it is asked of.
  const get: unknown = Reflect.get(descriptor ?? {}, "get");
  if (!isFunction(get) || descriptor?.configurable !== true) return;
  const told = new WeakSet();
  const telling = wrapped(get, (self, args, original, caller) => {
    const promise = Reflect.apply(original, self, args);
    if (isObject(promise) && !told.has(promise)) {
      told.add(promise);
      waits.promised(promise, named, caller);
    }
    return promise;
  });
  Object.defineProperty(owner, name, { ...descriptor, get: telling });
}

/** `values` and `Symbol.asyncIterator` are one function, and stay one. */
function watchIteration(waits: NamedWaits, stream: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(stream, "values");
  const values: unknown = descriptor?.value;
  if (!isFunction(values) || descriptor?.configurable !== true) return;
  const telling = wrapped(values, (self, args, original, caller) => {
    const iterator = Reflect.apply(original, self, args);
    watchNext(iterator, waits.repeated(DATA, caller));
    return iterator;
  });
  for (const key of ["values", Symbol.asyncIterator]) {
    const own = Object.getOwnPropertyDescriptor(stream, key);
    if (own?.value === values && own.configurable === true)
      Object.defineProperty(stream, key, { ...own, value: telling });
  }
}
