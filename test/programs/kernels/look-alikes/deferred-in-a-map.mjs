// Requests that wait in a map for their answers, which come from outside while the rest is idle.
import { fork } from "node:child_process";

const pending = new Map();
let id = 0;

async function call(child) {
  const own = ++id;
  child.send({ id: own });
  return new Promise((resolve) => pending.set(own, resolve));
}

if (process.send !== undefined) {
  process.on("message", (message) => setTimeout(() => process.send(message), 300));
} else {
  const child = fork(process.argv[1], [], { execArgv: [] });
  child.on("message", ({ id }) => pending.get(id)());
  await Promise.all([call(child), call(child)]);
  child.disconnect();
}
