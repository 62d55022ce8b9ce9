/**
 * `npm run bench -- tracer`: what the tracer costs, in CPU time of the traced process, beside what no-op promise hooks
 * cost (the floor of all that watches promises) and beside its peers.
 *
 * Each sample is a fresh process; samples are interleaved, so that a machine that grows slower grows slower for all;
 * a figure is the median, given as a ratio to the plain program.
 */
import { build } from "esbuild";
import { execFile, fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Agent } from "node:http";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { answered } from "./answered.mjs";
import { alignedRows, median, round, versionOf } from "./table.mjs";

const here = join(import.meta.dirname, "tracer");
const ROUNDS = 5;
const REQUESTS = 20_000;
const CONNECTIONS = 32;

/** A tracer spends most at a program's start: these rows say what it costs from then on, of those that are fast enough. */
const LATER = {
  requests: 4 * REQUESTS,
  unmeasured: REQUESTS,
  variants: ["plain", "floor", "sluice", "opentelemetry"],
};

/** Servers are asked from here: `requests` times, of which the first ones, `unmeasured`, are not counted. */
const rows = {
  "await loop": { program: "await-loop" },
  "fan-out of 1e5": { program: "fan-out" },
  http: { program: "http", requests: REQUESTS },
  "http, later": { program: "http", ...LATER },
  fastify: { program: "fastify", requests: REQUESTS },
  "fastify, later": { program: "fastify", ...LATER },
  "channel pool": { program: "channel-pool" },
};

const variants = {
  plain: [],
  floor: ["--import", under("floor")],
  sluice: ["--import", "sluice/register"],
  "why-is-node-running": ["--import", under("why-is-node-running")],
  wtfnode: ["--import", under("wtfnode")],
  opentelemetry: ["--import", under("opentelemetry")],
  inspector: ["--import", under("inspector")],
};

function under(name) {
  return join(here, "under", `${name}.mjs`);
}

/** @param {{ root: string, only?: string, rounds?: number, node?: string }} options `node`: another Node than this. */
export async function tracer({ root, only, rounds = ROUNDS, node = process.execPath }) {
  const library = join(root, ".cache/bench/sluice.mjs");
  mkdirSync(join(root, ".cache/bench"), { recursive: true });
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    entryPoints: ["tracer/runtime/index.ts"],
    outfile: library,
    logLevel: "warning",
  });
  const env = { ...process.env, SLUICE_BENCH_LIBRARY: library };
  const wanted = Object.keys(rows).filter((row) => only === undefined || row === only);
  const samples = {};
  for (const row of wanted) {
    const names = rows[row].variants ?? Object.keys(variants);
    samples[row] = Object.fromEntries(names.map((name) => [name, []]));
    for (let i = 0; i < rounds; i++) {
      for (const name of names) {
        samples[row][name].push(await sample(rows[row], { node, options: variants[name], env }));
      }
    }
  }
  const result = {
    bench: "tracer",
    node: await versionOf(node),
    processors: availableParallelism(),
    rounds,
    unit: "ns of process CPU an item",
    rows: Object.fromEntries(wanted.map((row) => [row, summary(samples[row])])),
  };
  return { result, table: table(result) };
}

async function sample({ program, requests = 0, unmeasured = 0 }, { node, options, env }) {
  const script = join(here, "programs", `${program}.mjs`);
  if (requests > 0)
    return served(script, { requests, unmeasured }, { execPath: node, execArgv: options, env });
  const argv = [...options, script];
  const { stdout } = await promisify(execFile)(node, argv, { env, timeout: 300_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

async function served(script, { requests, unmeasured }, options) {
  const child = fork(script, options);
  const told = () => new Promise((resolve) => child.once("message", resolve));
  const port = await told();
  const cpu = (question) => {
    child.send(question);
    return told();
  };
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  await ask(unmeasured, { port, agent });
  const before = await cpu("so far");
  await ask(requests - unmeasured, { port, agent });
  agent.destroy();
  return ((await cpu("at the end")) - before) / (requests - unmeasured);
}

/** Asks so many times, over all connections at once. */
async function ask(count, { port, agent }) {
  let left = count;
  const again = async () => {
    while (left-- > 0) await answered({ port, agent, path: `/${left}` });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, again));
}

function summary(samples) {
  const plain = median(samples.plain);
  return Object.fromEntries(
    Object.entries(samples).map(([name, all]) => {
      const ns = median(all);
      return [name, { ns: round(ns), ratio: round(ns / plain), samples: all.map(round) }];
    }),
  );
}

function table({ rows: measured, node }) {
  const names = Object.keys(variants);
  return alignedRows([
    [`Node ${node.slice(1)}`, ...names],
    ...Object.entries(measured).map(([row, all]) => [
      row,
      ...names.map((name) => {
        if (name === "plain") return `${Math.round(all.plain.ns)} ns`;
        return all[name] === undefined ? "" : `${all[name].ratio.toFixed(2)}x`;
      }),
    ]),
  ]);
}
