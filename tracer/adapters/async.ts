/** async: its queues, and the functions that run so many at a time. */
import type { Adapter } from "./adapter.js";
import { calledForEach } from "./callbacks.js";
import { Places } from "./places.js";
import { countOf, isFunction, isObject, wrapMethod, wrapped, type AnyFunction } from "./wrapping.js";

/** `(collection, limit, iteratee, callback?)`, by their names and what else they are called. */
const LIMITED: Readonly<Record<string, readonly string[]>> = {
  eachOfLimit: ["forEachOfLimit"],
  eachLimit: ["forEachLimit"],
  mapLimit: [],
  concatLimit: ["flatMapLimit"],
  detectLimit: ["findLimit"],
  everyLimit: ["allLimit"],
  filterLimit: ["selectLimit"],
  groupByLimit: [],
  mapValuesLimit: [],
  rejectLimit: [],
  someLimit: ["anyLimit"],
};

const NAMES = [...Object.keys(LIMITED), "queue"];

/** The bundle of ES modules has names of its own for what it exports. */
function inBundle(name: string): string {
  const local = name === "queue" ? name : `${name}$1`;
  const aliases = [name, ...(LIMITED[name] ?? [])].map((alias) => `index.${alias} = ${local};`);
  return `${local} = $("${name}", ${local}); ${aliases.join(" ")}`;
}

function inCommonJs(name: string): string {
  const aliases = [name, ...(LIMITED[name] ?? [])].map((alias) => `to.${alias} = value;`);
  return `{ const value = $("${name}", module.exports.${name});
    for (const to of [module.exports, module.exports.default]) { ${aliases.join(" ")} } }`;
}

function inFile(name: string): string {
  return `module.exports = exports.default = $("${name}", module.exports);`;
}

const FILES = NAMES.flatMap((name) =>
  [name, ...(LIMITED[name] ?? [])].map((alias): [string, string] => [`${alias}.js`, inFile(name)]),
);

function limited(places: Places, name: string, original: AnyFunction): AnyFunction {
  return wrapped(original, (self, args, _original, caller) => {
    const [, limit, iteratee] = args;
    if (!isFunction(iteratee)) return Reflect.apply(original, self, args);
    const group = { running: 0 };
    const capacity = typeof limit === "number" ? limit : Infinity;
    const shape = { kind: "limiter", name, capacity, caller, state: stateOfGroup, transient: true } as const;
    places.create(group, shape);
    const each = calledForEach(places, group, iteratee, caller, (by) => (group.running += by));
    const promise = Reflect.apply(original, self, [args[0], limit, each, ...args.slice(3)]);
    places.waitsUntilIdle(group, promise);
    return promise;
  });
}

function stateOfGroup(group: object): { length: number; closed: boolean } {
  return { length: (group as { running: number }).running, closed: false };
}

/** `(worker, concurrency)` */
function queueMaker(places: Places, make: AnyFunction): AnyFunction {
  return wrapped(make, (self, args, _original, caller) => {
    const [worker, concurrency] = args;
    if (!isFunction(worker)) return Reflect.apply(make, self, args);
    const subject: { queue: object | null } = { queue: null };
    const capacity = typeof concurrency === "number" ? concurrency : 1;
    places.create(subject, { kind: "queue", name: undefined, capacity, caller, state: stateOfQueue });
    const queue = Reflect.apply(make, self, [
      calledForEach(places, subject, worker, caller),
      ...args.slice(1),
    ]);
    if (isObject(queue)) wrapQueue(places, subject, queue);
    return queue;
  });
}

function wrapQueue(places: Places, subject: { queue: object | null }, queue: object): void {
  subject.queue = queue;
  for (const name of ["push", "pushAsync", "unshift", "unshiftAsync"]) {
    wrapMethod(queue, name, (self, args, push) => {
      const promise = Reflect.apply(push, self, args);
      places.waitsForPlace(subject, promise);
      return promise;
    });
  }
  wrapMethod(queue, "drain", (self, args, drain) => {
    const promise = Reflect.apply(drain, self, args);
    if (args[0] === undefined) places.waitsUntilIdle(subject, promise);
    return promise;
  });
}

function stateOfQueue(subject: object): { length: number; closed: boolean; waiting: number } {
  const { queue } = subject as { queue: { running: () => unknown; length: () => unknown } | null };
  if (queue === null) return { length: 0, closed: false, waiting: 0 };
  return { length: countOf(queue.running()), closed: false, waiting: countOf(queue.length()) };
}

export const async: Adapter = {
  package: "async",
  knows: (major) => major === 3,
  modules: {
    "dist/async.mjs": NAMES.map(inBundle).join("\n"),
    "dist/async.js": NAMES.map(inCommonJs).join("\n"),
    ...Object.fromEntries(FILES),
  },
  start(tell) {
    const places = new Places(tell);
    return (name, value) => {
      if (!isFunction(value)) return value;
      return name === "queue" ? queueMaker(places, value) : limited(places, name, value);
    };
  },
};
