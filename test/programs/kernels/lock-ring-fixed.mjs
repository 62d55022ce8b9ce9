// The same program with one order of locks.
import http from "node:http";
import { Mutex, go, sleep } from "sluice";

const accounts = new Mutex("accounts");
const ledger = new Mutex("ledger");

async function inOrder() {
  await accounts.lock();
  await sleep(5);
  await ledger.lock();
  await sleep(5);
  ledger.unlock();
  accounts.unlock();
}

const server = http.createServer().listen(0, "127.0.0.1");
await Promise.all([go(inOrder), go(inOrder), go(inOrder)]);
server.close();
