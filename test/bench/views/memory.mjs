/**
 * Memory of VS Code's extension host while a program starts ten thousand tasks a second, with the sidebar and the graph
 * open: what it holds after collections, once a program runs, and at the end. Takes ten minutes unless `seconds` says
 * otherwise, so it is measured only when it is asked for.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tsImport } from "tsx/esm/api";
import { prepareDemo } from "../../../scripts/lib/demo.mjs";
import { stageExtension } from "../../../scripts/lib/stage-extension.mjs";
import { startServer } from "../../../scripts/lib/vscode-server.mjs";
import { growth } from "../growth.mjs";
import { alignedRows, round } from "../table.mjs";

const SECONDS = 600;
const POLL_MS = 1000;

/** @param {{ root: string, seconds?: number }} options */
export async function memory({ root, seconds = SECONDS }) {
  const scratch = await mkdtemp(join(tmpdir(), "sluice-memory-"));
  try {
    const samples = await watched(root, scratch, seconds);
    const result = {
      seconds: Math.round((samples.at(-1)?.atMs ?? 0) / 1000),
      unit: "MB after a collection",
      ...growth(samples),
      samples: samples.map(({ atMs, held, rss }) => [Math.round(atMs / 1000), round(held), round(rss)]),
    };
    return { result, table: table(result) };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function watched(root, scratch, seconds) {
  const { Workbench, launchBrowser } = await tsImport("../../vscode/workbench.ts", import.meta.url);
  const dataDir = join(scratch, "data");
  const probe = join(dataDir, "extensions", "sluice-test.memory-probe-1.0.0");
  await cp(join(import.meta.dirname, "memory-probe"), probe, { recursive: true });
  const folder = prepareDemo(root, join(scratch, "demo"));
  await writeFile(join(folder, "starts.mjs"), await readFile(join(import.meta.dirname, "starts.mjs")));
  const extensionDir = stageExtension(root, join(scratch, "extension"));
  const server = await startServer({ extensionDir, dataDir, log: console.error });
  const browser = await launchBrowser();
  try {
    const workbench = await Workbench.create(browser, {
      urlFor: (of) => {
        const address = new URL(server.urlFor(of));
        const file = `vscode-remote://${address.host}${join(of, "starts.mjs")}`;
        address.searchParams.set("payload", JSON.stringify([["openFile", file]]));
        return address.href;
      },
    });
    await workbench.open(folder);
    await workbench.openContainer("Sluice");
    await workbench.runCommand("Sluice: Run This File");
    await workbench.waitFor(
      "tasks",
      () => workbench.rows("Tasks"),
      (rows) => rows.some(({ label }) => label.startsWith("worker")),
    );
    await workbench.runCommand("Sluice: Show Graph");
    const startedMs = Date.now();
    while (Date.now() - startedMs < seconds * 1000) await delay(POLL_MS);
    const rows = await workbench.rows("Tasks");
    if (!rows.some(({ label }) => label.startsWith("worker"))) throw new Error("the program has ended");
    await workbench.close();
    const lines = (await readFile(join(probe, "memory.log"), "utf8")).trim().split("\n");
    return lines
      .map((line) => line.split(" ").map(Number))
      .map(([atMs, held, rss]) => ({ atMs: atMs - startedMs, held: held / 1e6, rss: rss / 1e6 }))
      .filter(({ atMs }) => atMs >= 0);
  } finally {
    await browser.close();
    await server.stop();
  }
}

function table({ seconds, first, last, perMinute }) {
  return alignedRows([
    ["extension host, MB", "first third", "last third", "a minute"],
    [`1e4 starts a second, ${seconds} s`, `${first}`, `${last}`, perMinute.toFixed(2)],
  ]);
}
