// cockroach#9935: on an error the log is ended under its own lock, which ending takes again.
// found: lock-cycle; by output; at log
import { Mutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const log = new Mutex("log");

async function exit() {
  /*blocked: exit*/ await log.lock();
  log.unlock();
}

async function output() {
  await log.lock();
  const failed = true;
  if (fixed) log.unlock();
  if (failed) /*blocked: output*/ await exit();
  if (!fixed) log.unlock();
}

go(output);
