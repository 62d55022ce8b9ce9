// Its child process computes on and on, after a while; it waits for the child meanwhile.
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

function grind() {
  for (;;); // here
}

if (process.argv[2] === "child") {
  await sleep(300);
  grind();
} else {
  const execArgv = process.execArgv.filter((option) => !option.startsWith("--inspect"));
  await once(fork(fileURLToPath(import.meta.url), ["child"], { execArgv }), "exit");
}
