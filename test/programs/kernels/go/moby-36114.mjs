// moby#36114: disks are removed at the start of a service whose lock the caller holds already.
// found: lock-cycle; by (main); at vm
import { Mutex } from "sluice";

const fixed = process.argv[2] === "fixed";

class ServiceVm {
  mu = new Mutex("vm");

  async hotRemove() {
    if (!fixed) /*blocked: hotRemove*/ await this.mu.lock();
    await Promise.resolve("removed");
    if (!fixed) this.mu.unlock();
  }

  async hotAdd() {
    await this.mu.lock();
    /*blocked: hotAdd*/ await this.hotRemove();
    this.mu.unlock();
  }
}

/*blocked: (anonymous)*/ await new ServiceVm().hotAdd();
