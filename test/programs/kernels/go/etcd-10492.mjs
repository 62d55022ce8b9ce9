// etcd#10492: a lease is renewed under the lock by a callback that takes the lock.
// found: lock-cycle; by main; at lessor
import { RWMutex } from "sluice";

const fixed = process.argv[2] === "fixed";

class Lessor {
  mu = new RWMutex("lessor");
  checkpointer = async () => {};

  async checkpoint() {
    /*blocked: checkpoint*/ await this.mu.lock();
    this.mu.unlock();
  }

  async renew() {
    await this.mu.lock();
    if (fixed) this.mu.unlock();
    /*blocked: renew*/ await this.checkpointer();
    if (!fixed) this.mu.unlock();
  }
}

async function main() {
  const lessor = new Lessor();
  lessor.checkpointer = () => lessor.checkpoint();
  /*blocked: main*/ await lessor.renew();
}

main();
