/**
 * What a server holds after collections while it is asked without a pause, with the tracer and, at the same time, without
 * it. Takes ten minutes unless `seconds` says otherwise.
 */
import { fork } from "node:child_process";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { answered } from "../answered.mjs";
import { growth } from "../growth.mjs";
import { alignedRows, round, versionOf } from "../table.mjs";
import { VARIANTS } from "./variants.mjs";

const SECONDS = 600;
const CONNECTIONS = 16;
const SAMPLES = 60;

/** @param {{ seconds?: number, node?: string }} options `node`: another Node than this. */
export async function server({ seconds = SECONDS, node = process.execPath }) {
  const measured = await Promise.all(
    Object.entries(VARIANTS).map(async ([name, options]) => [name, await watched(node, options, seconds)]),
  );
  const rows = measured.map(([name, { samples, requests }]) => ({
    name,
    requests,
    ...growth(samples),
    samples: samples.map(({ atMs, held, rss }) => [Math.round(atMs / 1000), round(held), round(rss)]),
  }));
  const result = { node: await versionOf(node), seconds, unit: "MB after a collection", rows };
  const table = alignedRows([
    [`Node ${result.node.slice(1)}, MB, ${seconds} s`, "first third", "last third", "a minute", "requests"],
    ...rows.map(({ name, first, last, perMinute, requests }) => [
      ...[name, `${first}`, `${last}`, perMinute.toFixed(2), `${requests}`],
    ]),
  ]);
  return { result, table };
}

async function watched(node, options, seconds) {
  const child = fork(join(import.meta.dirname, "serves.mjs"), {
    execPath: node,
    execArgv: ["--expose-gc", ...options],
  });
  const told = () => new Promise((resolve) => child.once("message", resolve));
  const port = await told();
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let asking = true;
  let requests = 0;
  const ask = async () => {
    while (asking) {
      await answered({ port, agent });
      requests++;
    }
  };
  const clients = Array.from({ length: CONNECTIONS }, ask);
  const samples = [];
  const startedMs = Date.now();
  for (let i = 0; i < SAMPLES; i++) {
    await delay((seconds * 1000) / SAMPLES);
    child.send("what is held?");
    const { heapUsed, rss } = await told();
    samples.push({ atMs: Date.now() - startedMs, held: heapUsed / 1e6, rss: rss / 1e6 });
  }
  asking = false;
  await Promise.all(clients);
  agent.destroy();
  child.disconnect();
  return { samples, requests };
}
