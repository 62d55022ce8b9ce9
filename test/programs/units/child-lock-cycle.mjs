/** A child process in which two tasks wait for each other's locks; the main process is done when the child is. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Mutex, go, sleep } from "sluice";

async function lockBoth(first, second) {
  await first.lock();
  await sleep(20);
  await second.lock();
}

if (process.argv[2] !== "child") {
  const child = fork(fileURLToPath(import.meta.url), ["child"]);
  const [code] = await once(child, "exit");
  console.log(`the child ended with ${code}`);
} else {
  const [accounts, ledger] = [new Mutex("accounts"), new Mutex("ledger")];
  go.named("A", lockBoth, accounts, ledger);
  go.named("B", lockBoth, ledger, accounts);
}
