/**
 * `npm run bench -- channels`: the library's channels and locks beside their peers and a hand-written floor.
 *
 * Each sample is a fresh process, so that no implementation profits or suffers from what another left in the
 * compiler's caches; samples are interleaved, so that a machine that grows slower grows slower for all; a figure is
 * the median. What is counted is the CPU time of the whole process, collection of garbage and all.
 */
import { build } from "esbuild";
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { rows } from "./channels/rows.mjs";
import { alignedRows, median, round, versionOf } from "./table.mjs";

const here = import.meta.dirname;
const ROUNDS = 5;
/** So many that the time in which the engine compiles is a small part. */
const ITEMS = 1_000_000;

const variants = {
  floor: { module: "floor" },
  sluice: { module: "sluice" },
  "sluice, listened to": { module: "sluice", env: { SLUICE_BENCH_LISTENER: "1" } },
  "floor, traced": { module: "floor", traced: true },
  "sluice, traced": { module: "sluice", traced: true },
  "ts-chan": { module: "ts-chan" },
  "js-csp": { module: "js-csp" },
  "@thi.ng/csp": { module: "thi-ng-csp" },
  effect: { module: "effect" },
  "async-mutex": { module: "async-mutex" },
};

/**
 * @param {{ root: string, only?: string, rounds?: number, node?: string }} options `only` a row, `rounds` at least 5 to
 *   publish. The tracer is that of the last build.
 */
export async function channels({ root, only, rounds = ROUNDS, node = process.execPath }) {
  const library = join(root, ".cache/bench/sluice.mjs");
  mkdirSync(join(root, ".cache/bench"), { recursive: true });
  // As the npm package is built: what users load is what is measured.
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

  const samples = {};
  const wanted = Object.keys(rows).filter((row) => only === undefined || row === only);
  for (const row of wanted) {
    samples[row] = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, { module, env, traced }] of Object.entries(variants)) {
        if (samples[row][name] === null) continue;
        const preload = traced ? ["--import", pathToFileURL(join(root, "dist/npm/register.mjs")).href] : [];
        const whole = { ...process.env, ...env, SLUICE_BENCH_LIBRARY: library };
        const ns = await sample(node, preload, [module, row], whole);
        if (ns === null) samples[row][name] = null;
        else samples[row][name].push(ns);
      }
    }
  }
  const result = {
    bench: "channels",
    node: await versionOf(node),
    processors: availableParallelism(),
    rounds,
    items: ITEMS,
    unit: "ns of process CPU an item",
    rows: Object.fromEntries(wanted.map((row) => [row, summary(samples[row])])),
  };
  return { result, table: table(result) };
}

async function sample(node, preload, [module, row], env) {
  const argv = [...preload, join(here, "channels/sample.mjs"), module, row, String(ITEMS)];
  const { stdout } = await promisify(execFile)(node, argv, { env, timeout: 240_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

function summary(samples) {
  return Object.fromEntries(
    Object.entries(samples)
      .filter(([, all]) => all !== null)
      .map(([name, all]) => {
        const ns = median(all);
        const beside = variants[name].beside ?? "floor";
        const ratio = round(ns / median(samples[beside]));
        return [name, { ns: round(ns), beside, ratio, samples: all.map(round) }];
      }),
  );
}

function table({ rows: measured, node }) {
  const names = Object.keys(variants);
  const lines = Object.entries(measured).map(([row, all]) => [
    row,
    ...names.map((name) => {
      const one = all[name];
      if (one === undefined) return "-";
      return name === "floor" ? `${Math.round(one.ns)} ns` : `${one.ratio.toFixed(2)}x`;
    }),
  ]);
  return alignedRows([[`Node ${node.slice(1)}`, ...names], ...lines]);
}
