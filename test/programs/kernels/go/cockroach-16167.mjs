// cockroach#16167: a statement reads the configuration twice; the update comes in between.
// found: lock-cycle; by execute, updateConfig; at config
import { RWMutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const config = new RWMutex("config");

async function execute() {
  await config.rLock();
  await sleep(10);
  if (fixed) config.rUnlock();
  /*blocked: execute*/ await config.rLock();
  config.rUnlock();
  if (!fixed) config.rUnlock();
}

async function updateConfig() {
  /*blocked: updateConfig*/ await config.withLock(() => {});
}

async function main() {
  await Promise.all([go(execute), go(updateConfig)]);
}

main();
