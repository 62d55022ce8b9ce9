/**
 * Packages of others whose tests come with them from npm: what they do with promises, streams, sockets, timers, threads
 * and processes must be the same with the tracer as without it.
 */

/** Everything that is installed beside them is as it was on this day. */
export const INSTALLED_AS_OF = "2026-11-20";

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} version
 * @property {readonly string[]} tools What its tests need of its development dependencies.
 * @property {RegExp} files Its test files; each is run by itself.
 * @property {"node:test" | "tap"} runner How they tell which tests passed.
 * @property {readonly string[]} [nodeOptions]
 */

/** @type {readonly Subject[]} */
export const subjects = [
  // Iterators, queues, events; tens of thousands of promises and ticks in one process.
  { name: "abstract-level", version: "3.1.1", tools: ["tape"], files: /^test\/self\.js$/, runner: "tap" },
  {
    // Requests without sockets: streams, back-pressure, async iterators.
    name: "light-my-request",
    version: "6.8.1",
    tools: [
      "end-of-stream",
      "express",
      "multer",
      "form-data",
      "form-auto-content",
      "undici",
      "formdata-node",
    ],
    files: /^test\/.*\.test\.js$/,
    runner: "node:test",
  },
  {
    // Worker threads, child processes, broken pipes, exits in the middle of things.
    name: "pino",
    version: "10.4.0",
    tools: [
      ...["@matteo.collina/tspl", "execa", "flush-write-stream", "import-fresh", "pino-pretty", "proxyquire"],
      ...["rimraf", "split2", "strip-ansi", "tape"],
    ],
    files: /^test\/.*\.test\.m?js$/,
    runner: "node:test",
  },
  {
    // A broker: TCP and WebSocket connections, keep-alive timers.
    name: "aedes",
    version: "1.2.0",
    tools: ["mqtt", "ws", "toxiproxy-node-client"],
    files: /^test\/(?!helper)[^/]*\.c?js$/,
    runner: "node:test",
  },
  {
    // Servers, AsyncLocalStorage, diagnostics channels, HTTP/2.
    name: "fastify",
    version: "5.12.8",
    tools: [
      ...["ajv", "ajv-errors", "ajv-formats", "ajv-i18n", "ajv-merge-patch", "fast-json-body"],
      ...["fastify-plugin", "fluent-json-schema", "h2url", "http-errors", "joi", "JSONStream"],
      ...["node-forge", "proxyquire", "split2", "undici", "vary", "yup"],
    ],
    files: /^test\/.*\.test\.m?js$/,
    runner: "node:test",
  },
  {
    // A queue with a limit (p-queue comes without its tests).
    name: "fastq",
    version: "1.20.3",
    tools: ["tape"],
    files: /^test\/(test|promise)\.js$/,
    runner: "tap",
  },
  {
    // Plugins that boot one after the other: thenables that resolve themselves.
    name: "avvio",
    version: "9.3.1",
    tools: [],
    files: /^test\/.*\.test\.js$/,
    runner: "node:test",
  },
  {
    // Worker threads that share memory; garbage collection.
    name: "thread-stream",
    version: "4.2.1",
    tools: ["desm"],
    files: /^test\/[^/]*\.test\.m?js$/,
    runner: "node:test",
    nodeOptions: ["--expose-gc"],
  },
  {
    // A pool of worker threads: abort signals, AsyncLocalStorage, resource limits.
    name: "piscina",
    version: "5.3.2",
    tools: ["tsx", "concat-stream"],
    files: /^test\/[^/]*\.test\.ts$/,
    runner: "node:test",
    nodeOptions: ["--import", "tsx"],
  },
  {
    // Files, fake timers.
    name: "sonic-boom",
    version: "5.0.2",
    tools: ["@sinonjs/fake-timers", "proxyquire"],
    files: /^test\/.*\.test\.js$/,
    runner: "node:test",
  },
  {
    // Child processes that end by signals, exits, uncaught exceptions and unhandled rejections.
    name: "close-with-grace",
    version: "2.5.0",
    tools: ["tape"],
    files: /^test\/close\.test\.js$/,
    runner: "tap",
  },
];
