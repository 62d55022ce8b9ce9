/**
 * From a change in the program to its row in the tree: a task starts beside so many that wait, and is named after the
 * moment of its start. The debug adapter is the built one, over its real stdio; the client is the tree of the Tasks view
 * with the pace of its refreshes, without VS Code around it, which adds what it takes to draw some rows.
 */
import { DebugClient } from "@vscode/debugadapter-testsupport";
import { build } from "esbuild";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { alignedRows, round } from "../table.mjs";

const rows = { "1e2 tasks": 1e2, "1e4 tasks": 1e4, "1e5 tasks": 1e5 };
const CHANGES = 20;
const ROUNDS = 3;
const POLL_MS = 2;
const PATIENCE_MS = 60_000;

/** @param {{ root: string, rounds?: number }} options */
export async function latency({ root, rounds = ROUNDS }) {
  const parts = await bundles(root);
  const samples = Object.fromEntries(Object.keys(rows).map((row) => [row, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [row, tasks] of Object.entries(rows)) samples[row].push(await sample(root, parts, tasks));
  }
  const result = {
    processors: availableParallelism(),
    changes: CHANGES * rounds,
    unit: "ms",
    rows: Object.fromEntries(
      Object.entries(samples).map(([row, all]) => {
        const latencies = all.flatMap(({ latenciesMs }) => latenciesMs);
        const live = Math.min(...all.map((one) => one.live));
        return [row, { live, p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) }];
      }),
    ),
  };
  return { result, table: table(result) };
}

/** The client's own code, and the library that the program uses. */
async function bundles(root) {
  const folder = join(root, ".cache/bench");
  mkdirSync(folder, { recursive: true });
  const common = { absWorkingDir: root, bundle: true, platform: "node", format: "esm", logLevel: "warning" };
  const entryPoints = {
    "row-tree": "client/views/row-tree.ts",
    "refresh-pace": "client/views/refresh-pace.ts",
    "rows-batch": "client/views/rows-batch.ts",
    sluice: "tracer/runtime/index.ts",
  };
  await build({ ...common, entryPoints, outdir: folder, outExtension: { ".js": ".mjs" } });
  const { RowTree } = await import(join(folder, "row-tree.mjs"));
  const { RefreshPace } = await import(join(folder, "refresh-pace.mjs"));
  const { RowsBatch } = await import(join(folder, "rows-batch.mjs"));
  return { RowTree, RefreshPace, RowsBatch, library: join(folder, "sluice.mjs") };
}

async function sample(root, { RowTree, RefreshPace, RowsBatch, library }, tasks) {
  const adapter = new DebugClient(process.execPath, join(root, "dist/npm/dap.cjs"), "sluice", { cwd: root });
  await adapter.start();
  try {
    let stale = true;
    // Those that come while the many begin are another story; on a busy machine not all may be told for minutes.
    const patientUntilMs = Date.now() + PATIENCE_MS;
    let live = 0;
    const isFull = () => live >= tasks || Date.now() > patientUntilMs;
    adapter.on("sluice/update", ({ body }) => {
      stale = true;
      live = body.counts.live;
    });
    await adapter.initializeRequest({ adapterID: "sluice", pathFormat: "path" });
    const program = join(import.meta.dirname, "changes.mjs");
    const env = { SLUICE_BENCH_LIBRARY: library };
    const launch = { program, args: [`${tasks}`], cwd: root, runtimeExecutable: process.execPath, env };
    await Promise.all([adapter.launchRequest(launch), adapter.configurationDoneRequest()]);
    const batch = new RowsBatch(
      async (requests) => (await adapter.customRequest("sluice/manyRows", { requests })).body.pages,
    );
    const look = { groupBy: "parent", filter: "", packages: "fold", pinned: [] };
    const tree = new RowTree((parent, limit) => batch.ask({ view: "tasks", parent, offset: 0, limit, look }));
    await tree.children(undefined);
    const pace = new RefreshPace();
    const seen = new Map();
    while (seen.size < CHANGES) {
      await delay(Math.max(POLL_MS, pace.waitMs(Date.now())));
      if (!stale) continue;
      stale = false;
      const startedMs = Date.now();
      await tree.refresh();
      const nowMs = Date.now();
      pace.took(startedMs, nowMs);
      for (const { row } of tree.shown()) {
        const [, bornMs] = /^probe (\d+)$/.exec(row.label) ?? [];
        if (bornMs !== undefined && !seen.has(bornMs))
          seen.set(bornMs, isFull() ? nowMs - Number(bornMs) : null);
      }
      for (const [bornMs, latencyMs] of seen)
        if (latencyMs === null && nowMs - bornMs > 2500) seen.delete(bornMs);
    }
    return { live, latenciesMs: [...seen.values()].filter((latencyMs) => latencyMs !== null) };
  } finally {
    await adapter.disconnectRequest().catch(() => undefined);
    adapter.stopAdapter();
  }
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);
}

function table({ rows: measured }) {
  const cells = Object.entries(measured).map(([row, { live, p50, p95 }]) => [
    row,
    `${live}`,
    `${p50}`,
    `${p95}`,
  ]);
  return alignedRows([["from a change to its row, ms", "live", "p50", "p95"], ...cells]);
}
