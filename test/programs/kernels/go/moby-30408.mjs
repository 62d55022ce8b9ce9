// moby#30408: a plugin that fails to start wakes nobody; only success does.
// found: leak; by waitActive; at started
import { Cond, Mutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const mu = new Mutex("manager");
const started = new Cond(mu, "started");
let outcome;

async function start() {
  await Promise.resolve();
  await mu.withLock(() => (outcome = "failed"));
  if (outcome === "started" || fixed) started.broadcast();
}

async function waitActive() {
  await mu.lock();
  while (outcome === undefined) /*blocked: waitActive*/ await started.wait();
  mu.unlock();
}

go(waitActive);
go(start);
