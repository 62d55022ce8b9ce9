/**
 * `npm run bench -- dump`: how long it takes to dump 1e3, 1e4 and 1e5 suspended tasks of a process that nobody prepared,
 * how long that process stands still for it, and the memory that the command needs; beside a bare heap snapshot over the
 * same inspector, which is the floor of all that looks at a whole heap.
 *
 * Each sample is a fresh process and a fresh dump; samples are interleaved; a figure is the median.
 */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { alignedRows, median, round, versionOf } from "./table.mjs";

const here = join(import.meta.dirname, "dump");
const ROUNDS = 5;

const rows = { "1e3 tasks": 1e3, "1e4 tasks": 1e4, "1e5 tasks": 1e5 };

/** @type {Record<string, (command: string, pid: number, port: number) => readonly string[]>} */
const variants = {
  snapshot: (_, pid, port) => ["--experimental-websocket", join(here, "snapshot.mjs"), `${pid}`, `${port}`],
  fast: (command, pid) => [command, "dump", "--fast", "--json", `${pid}`],
  whole: (command, pid) => [command, "dump", "--json", `${pid}`],
};

/** @param {{ root: string, only?: string, rounds?: number, node?: string }} options `node`: of the dumped process. */
export async function dump({ root, only, rounds = ROUNDS, node = process.execPath }) {
  const command = join(root, "dist/npm/sluice.cjs");
  const wanted = Object.keys(rows).filter((row) => only === undefined || row === only);
  const samples = {};
  for (const row of wanted) {
    samples[row] = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
    for (let i = 0; i < rounds; i++) {
      for (const [name, argsOf] of Object.entries(variants)) {
        samples[row][name].push(await sample(node, rows[row], (pid, port) => argsOf(command, pid, port)));
      }
    }
  }
  const version = await versionOf(node);
  const result = {
    bench: "dump",
    node: version,
    processors: availableParallelism(),
    rounds,
    unit: "ms; memory as a multiple of the dumped heap",
    rows: Object.fromEntries(wanted.map((row) => [row, summary(samples[row])])),
  };
  return { result, table: table(result) };
}

async function sample(node, tasks, argsOf) {
  // A port of its own: the usual one may be that of a process that has nothing to do with this.
  const port = await freePort();
  const execArgv = [`--inspect-port=${port}`];
  const target = fork(join(here, "sleepers.mjs"), [`${tasks}`], { execPath: node, execArgv, silent: true });
  const told = async () => {
    const answer = once(target, "message");
    target.send("how long?");
    return (await answer)[0];
  };
  try {
    await once(target, "message");
    await delay(200);
    const before = await told();
    const startedMs = performance.now();
    const cost = await costOf(argsOf(target.pid, port));
    const wallMs = performance.now() - startedMs;
    const after = await told();
    return {
      wallMs,
      pausedMs: after.longestMs,
      cpuMs: cost.cpuMs,
      targetCpuMs: after.cpuMs - before.cpuMs,
      memory: (cost.peakKb * 1024) / before.heapBytes,
      peakMb: cost.peakKb / 1024,
      heapMb: before.heapBytes / 2 ** 20,
    };
  } finally {
    target.kill("SIGKILL");
    await once(target, "exit");
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function costOf(args) {
  const child = spawn(process.execPath, ["--require", join(here, "tells-cost.cjs"), ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stdio[3].setEncoding("utf8").on("data", (piece) => (text += piece));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} exited with code ${code}`);
  return JSON.parse(text);
}

function summary(samples) {
  const figure = (all, key) => round(median(all.map((one) => one[key])));
  const floorMs = figure(samples.snapshot, "wallMs");
  return Object.fromEntries(
    Object.entries(samples).map(([name, all]) => [
      name,
      {
        ...Object.fromEntries(Object.keys(all[0]).map((key) => [key, figure(all, key)])),
        ratio: round(figure(all, "wallMs") / floorMs),
        samples: all.map(({ wallMs }) => round(wallMs)),
      },
    ]),
  );
}

function table({ rows: measured, node }) {
  const cell = ({ wallMs, pausedMs, memory, cpuMs, targetCpuMs, ratio }) =>
    `${Math.round(wallMs)} ms (${ratio.toFixed(2)}x), paused ${Math.round(pausedMs)} ms, ` +
    `CPU ${Math.round(cpuMs)}+${Math.round(targetCpuMs)} ms, ${memory.toFixed(1)}x memory`;
  const names = Object.keys(variants);
  return alignedRows([
    [`Node ${node.slice(1)}`, ...names],
    ...Object.entries(measured).map(([row, all]) => [row, ...names.map((name) => cell(all[name]))]),
  ]);
}
