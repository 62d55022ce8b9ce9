// cockroach#10214: heartbeats are sent under one lock and take the raft lock; raft takes them the other way
// round.
// found: lock-cycle; by sendHeartbeats, tick; at coalesced, raft
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const coalesced = new Mutex("coalesced");
const raft = new Mutex("raft");

async function sendHeartbeats() {
  await coalesced.lock();
  await sleep(5);
  if (fixed) coalesced.unlock();
  /*blocked: sendHeartbeats*/ await raft.lock();
  raft.unlock();
  if (!fixed) coalesced.unlock();
}

async function tick() {
  await raft.lock();
  await sleep(5);
  /*blocked: tick*/ await coalesced.withLock(() => {});
  raft.unlock();
}

go(sendHeartbeats);
go(tick);
