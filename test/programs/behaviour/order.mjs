// Prints the order in which things run: it must be the same with and without the tracer.
import { EventEmitter, once } from "node:events";

const log = [];
const mark = (what) => log.push(what);

async function nested(depth) {
  mark(`enter ${depth}`);
  if (depth > 0) await nested(depth - 1);
  else await null;
  mark(`leave ${depth}`);
  return depth;
}

async function* numbers() {
  for (let i = 0; i < 3; i++) {
    mark(`yield ${i}`);
    yield i;
  }
}

process.nextTick(() => mark("tick"));
queueMicrotask(() => mark("microtask"));
// One after the other: which of a timer and an immediate comes first is up to the clock.
const timeout = new Promise((resolve) => {
  setImmediate(() => {
    mark("immediate");
    setTimeout(resolve, 0);
  });
}).then(() => mark("timeout"));
Promise.resolve()
  .then(() => mark("then 1"))
  .then(() => mark("then 2"))
  .finally(() => mark("finally"));
const emitter = new EventEmitter();
once(emitter, "go").then(([value]) => mark(`event ${value}`));
emitter.emit("go", 1);
const thenable = { then: (resolve) => (mark("thenable"), resolve(7)) };

const all = Promise.all([nested(2), nested(0), 5, thenable]).then((values) => mark(`all ${values}`));
const race = Promise.race([nested(1), new Promise(() => {})]).then((value) => mark(`race ${value}`));
const settled = Promise.allSettled([Promise.reject(new Error("x")), 1]).then((r) =>
  mark(r.map((s) => s.status)),
);
const any = Promise.any([Promise.reject(new Error("x")), nested(0)]).then((value) => mark(`any ${value}`));
for await (const value of numbers()) mark(`got ${value}`);
mark(`value ${await thenable}`);
await all;
await race;
await settled;
await any;
await timeout;
console.log(log.join("\n"));
