/** What hovers tell is told of everything that the library exports, and of nothing else. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as library from "../../../tracer/runtime/index.js";
import { exportDocs } from "../../../server/lsp/library/exports.js";
import { methodDocs } from "../../../server/lsp/library/methods.js";

const classes = [
  "Cond",
  "ErrGroup",
  "Mutex",
  "Once",
  "RWMutex",
  "Semaphore",
  "SingleFlight",
  "SyncMap",
  "Ticker",
  "WaitGroup",
] as const;

describe("the words about the library", () => {
  it("are there for each export that is called", () => {
    const called = Object.entries(library).filter(
      ([name, value]) => typeof value === "function" && !name.endsWith("Error"),
    );
    const documented = Object.keys(exportDocs).filter((name) => !name.includes("."));
    assert.deepEqual(documented.sort(), called.map(([name]) => name).sort());
  });

  it("are whole", () => {
    for (const [name, doc] of Object.entries({ ...exportDocs, ...methodDocs })) {
      assert.match(doc.text, /^[A-Z`].*[.]$/, name);
      assert.match(doc.signature, /^(new )?[\w.]+(<T>)?\(.*\)/, name);
      assert.equal(doc.waits === undefined, doc.wokenBy === undefined, name);
      for (const words of [doc.waits, doc.wokenBy])
        if (words !== undefined) assert.match(words, /^[a-z`][^|]+[^.]$/, name);
      // Whatever can be given up waits, and what waits is a promise.
      if (doc.waits !== undefined) assert.match(doc.signature, /Promise|cancel/, name);
    }
  });

  it("are there for each method, and for none that is not", () => {
    const objects: Record<string, object> = { channel: library.chan(), context: library.background() };
    for (const name of classes) objects[name] = library[name].prototype;
    for (const [kind, object] of Object.entries(objects)) {
      const documented = Object.keys(methodDocs)
        .filter((name) => name.startsWith(`${kind}.`))
        .map((name) => name.slice(kind.length + 1));
      for (const method of documented) assert.ok(method in object, `${kind}.${method}`);
      if (kind === "channel" || kind === "context") continue;
      const own = Object.getOwnPropertyNames(object).filter((name) => {
        const value = Object.getOwnPropertyDescriptor(object, name)?.value as unknown;
        return name !== "constructor" && typeof value === "function";
      });
      assert.deepEqual(
        own.filter((name) => !documented.includes(name)),
        [],
        kind,
      );
    }
  });
});
