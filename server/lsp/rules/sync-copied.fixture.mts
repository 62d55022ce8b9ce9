import { Worker } from "node:worker_threads";
import { Mutex, WaitGroup, chan } from "sluice";

const mu = new Mutex();
const wg = new WaitGroup();
const jobs = chan<string>();
const plain = { name: "plain" };

export function copies(port: { postMessage(value: unknown): void }) {
  const spread = { ...mu }; // told: a spread does not take along what makes mu work
  const cloned = structuredClone(wg); // told: structuredClone does not take along
  const inside = structuredClone({ wg }); // told: structuredClone does not take along
  port.postMessage({ jobs, list: [plain] }); // told: a message does not take along what makes jobs work
  const worker = new Worker("./worker.js", { workerData: { lock: mu } }); // told: a message to a worker
  const assigned = Object.assign({}, mu); // told: Object.assign does not take along
  return { spread, cloned, inside, worker, assigned };
}

export function refers(port: { postMessage(value: unknown): void }) {
  const held = { mu, wg };
  const list = [...[mu]];
  port.postMessage({ ...plain, length: jobs.length });
  return { ...held, list, copy: structuredClone(plain) };
}
