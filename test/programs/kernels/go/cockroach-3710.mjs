// cockroach#3710: a store is read under its read lock by a function that takes the read lock again; a
// writer waits in between.
// found: lock-cycle; by raft, scan; at store
import { RWMutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

class Store {
  mu = new RWMutex("store");

  async raftStatus() {
    /*blocked: raftStatus*/ await this.mu.rLock();
    this.mu.rUnlock();
  }

  async forceScan() {
    await this.mu.rLock();
    await sleep(10);
    if (fixed) this.mu.rUnlock();
    /*blocked: forceScan*/ await this.raftStatus();
    if (!fixed) this.mu.rUnlock();
  }

  async processRaft() {
    /*blocked: processRaft*/ await this.mu.lock();
    this.mu.unlock();
  }
}

const store = new Store();
go.named("scan", () => store.forceScan());
go.named("raft", () => store.processRaft());
