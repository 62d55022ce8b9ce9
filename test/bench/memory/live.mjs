/**
 * What a task costs that lives: by how much the heap of a process grows by a hundred thousand of them, beside the same
 * without the tracer; as soon as they wait, and when they have been told, asked for their places, and watched.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { alignedRows, median, round, versionOf } from "../table.mjs";
import { VARIANTS } from "./variants.mjs";

const ROUNDS = 5;
const WAITS = ["promise", "timer"];

/** @param {{ rounds?: number, node?: string }} options `node`: another Node than this. */
export async function live({ rounds = ROUNDS, node = process.execPath }) {
  const samples = WAITS.map((waitsFor) => ({ waitsFor, plain: [], sluice: [] }));
  for (let i = 0; i < rounds; i++) {
    for (const one of samples) {
      for (const [name, options] of Object.entries(VARIANTS)) {
        one[name].push(await bytesEach(node, options, one.waitsFor));
      }
    }
  }
  const rows = samples.map(({ waitsFor, plain, sluice }) => {
    const own = at(plain, 1);
    return { waitsFor, own, atOnce: round(at(sluice, 0) - at(plain, 0)), told: round(at(sluice, 1) - own) };
  });
  const result = {
    node: await versionOf(node),
    rounds,
    unit: "bytes a task, the tracer's beside its own",
    rows,
  };
  const table = alignedRows([
    [`Node ${result.node.slice(1)}, bytes a task`, "its own", "the tracer's", "once it is told"],
    ...rows.map(({ waitsFor, own, atOnce, told }) => [
      `waits for a ${waitsFor}`,
      ...[own, atOnce, told].map((bytes) => `${Math.round(bytes)}`),
    ]),
  ]);
  return { result, table };
}

/** The median of what was told first, or second. */
function at(samples, index) {
  return round(median(samples.map((sample) => sample[index])));
}

async function bytesEach(node, options, waitsFor) {
  const argv = ["--expose-gc", ...options, join(import.meta.dirname, "waiting.mjs"), waitsFor];
  const { stdout } = await promisify(execFile)(node, argv);
  return JSON.parse(stdout);
}
