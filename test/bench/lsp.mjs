/**
 * `npm run bench -- lsp`: what the language server answers at a key stroke in a file of 5,000 lines, as its client
 * waits for it: the server is the shipped one, a process of its own, spoken to over stdio.
 */
import { execFileSync } from "node:child_process";
import { completion } from "./lsp/completion.mjs";
import { alignedRows } from "./table.mjs";

const parts = { completion };

/** @param {{ root: string, only?: string, rounds?: number, node?: string }} options `node`: that runs the server. */
export async function lsp({ root, only, rounds = 5, node = process.execPath }) {
  const rows = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || only === name) Object.assign(rows, await measure({ root, rounds, node }));
  }
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const result = { bench: "lsp", node: version, rounds, unit: "ms", rows };
  return { result, table: table(version, rows) };
}

function table(version, rows) {
  const cells = Object.entries(rows).map(([name, { wait, cpu, samples, goal }]) => [
    name,
    `${wait.p50.toFixed(1)} / ${wait.p95.toFixed(1)} ms`,
    `${cpu.p50.toFixed(1)} / ${cpu.p95.toFixed(1)} ms`,
    `${samples}`,
    goal,
  ]);
  return alignedRows([
    [`Node ${version.slice(1)}`, "waited p50 / p95", "server's CPU p50 / p95", "key strokes", "goal"],
    ...cells,
  ]);
}
