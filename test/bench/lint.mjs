/**
 * `npm run bench -- lint`: how long the diagnostics of a file of 5,000 lines take after a key stroke, as an editor on the
 * server's stdio sees it, and how much source a second `sluice lint` takes in from a folder of a thousand files, from the
 * start of the command to its end. Beside each the floor: TypeScript's parser alone over the same text.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { longText, manyFiles } from "./lint/sources.mjs";
import { Strokes } from "./lint/strokes.mjs";
import { alignedRows, median, round } from "./table.mjs";

const ROUNDS = 5;
const STROKES = 60;
const LINES = 5000;
const FILES = 1000;

const rows = { "key stroke": keyStroke, folder };

/** @param {{ root: string, only?: string, rounds?: number, node?: string }} options `node`: of the server and the command. */
export async function lint({ root, only, rounds = ROUNDS, node = process.execPath }) {
  const measured = {};
  for (const [name, measure] of Object.entries(rows)) {
    if (only === undefined || only === name) measured[name] = await measure({ root, rounds, node });
  }
  const result = {
    bench: "lint",
    node: process.version,
    processors: availableParallelism(),
    rounds,
    rows: measured,
  };
  return { result, table: table(measured) };
}

async function keyStroke({ root, rounds, node }) {
  const text = longText(root, LINES);
  const samples = [];
  const floors = [];
  for (let i = 0; i < rounds; i++) {
    const strokes = await Strokes.start(node, join(root, "dist/npm/lsp.cjs"), text);
    // The engine compiles what it runs often; a user has typed more than a word.
    await strokes.type(STROKES / 4);
    samples.push(...(await strokes.type(STROKES)));
    await strokes.end();
    for (let j = 0; j < 10; j++) floors.push(cpuOf(() => parse(text)));
  }
  return {
    lines: text.split("\n").length,
    kilobytes: round(text.length / 1e3),
    wait: figures(samples.map(({ waitMs }) => waitMs)),
    cpu: figures(samples.map(({ cpuMs }) => cpuMs)),
    parserCpuMs: round(median(floors)),
    samples: samples.length,
  };
}

async function folder({ root, rounds, node }) {
  const scratch = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    const files = manyFiles(root, scratch, FILES);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const samples = [];
    const floors = [];
    for (let i = 0; i < rounds; i++) {
      const startedMs = performance.now();
      const child = spawn(node, [join(root, "dist/npm/sluice.cjs"), "lint", "--format", "json", scratch], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const [code] = await once(child, "exit");
      if (code !== 0 && code !== 1) throw new Error(`sluice lint exited with code ${code}`);
      samples.push(performance.now() - startedMs);
      floors.push(timed(() => files.forEach(({ path }) => parse(readFileSync(path, "utf8")))));
    }
    return {
      files: files.length,
      megabytes: round(bytes / 1e6),
      wallMs: round(median(samples)),
      megabytesASecond: round(bytes / 1e3 / median(samples)),
      parserMs: round(median(floors)),
      samples: samples.map(round),
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function parse(text) {
  ts.createSourceFile("bench.ts", text, ts.ScriptTarget.Latest, true);
}

function cpuOf(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function timed(work) {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function figures(values) {
  return { p50Ms: round(median(values)), p95Ms: round(percentile(values, 95)) };
}

function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)];
}

function table({ "key stroke": stroke, folder: all }) {
  const lines = [["", "result", "parser alone"]];
  if (stroke) {
    const { wait, cpu } = stroke;
    const words = `waited ${wait.p50Ms} (p95 ${wait.p95Ms}) ms, server's CPU ${cpu.p50Ms} (p95 ${cpu.p95Ms}) ms`;
    lines.push([
      `key stroke in ${stroke.lines} lines (${stroke.kilobytes} kB)`,
      words,
      `CPU ${stroke.parserCpuMs} ms, all of it`,
    ]);
  }
  if (all) {
    const words = `${all.megabytesASecond} MB/s (${all.wallMs} ms)`;
    lines.push([`folder of ${all.files} files (${all.megabytes} MB)`, words, `${all.parserMs} ms`]);
  }
  return alignedRows(lines);
}
