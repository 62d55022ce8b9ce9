// A method that holds the lock calls another one that takes it too.
// found: lock-cycle; by main; at registry
import { Mutex } from "sluice";

const fixed = process.argv[2] === "fixed";

class Registry {
  #mutex = new Mutex("registry");
  #names = new Set();

  async add(name) {
    /*blocked: add*/ await this.#mutex.withLock(async () => {
      if (fixed ? this.#names.has(name) : /*blocked: (anonymous)*/ await this.has(name)) return;
      this.#names.add(name);
    });
  }

  async has(name) {
    return /*blocked: has*/ await this.#mutex.withLock(() => this.#names.has(name));
  }
}

async function main() {
  /*blocked: main*/ await new Registry().add("a");
}

main();
