// Two tasks take two locks in opposite orders and meet; a third queues behind; a server goes on listening.
import http from "node:http";
import { Mutex, go, sleep } from "sluice";

const accounts = new Mutex("accounts");
const ledger = new Mutex("ledger");

async function transfer() {
  await accounts.lock();
  await sleep(10);
  /*blocked: transfer*/ await ledger.lock();
}

async function audit() {
  await ledger.lock();
  await sleep(10);
  /*blocked: audit*/ await accounts.lock();
}

async function report() {
  await sleep(20);
  await accounts.withLock(() => {});
}

go(transfer);
go(audit);
go(report);
const server = http.createServer().listen(0, "127.0.0.1");
setTimeout(() => server.close(), Number(process.argv[2] ?? 300));
