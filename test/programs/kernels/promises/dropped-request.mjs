// An answer without a matching request is dropped, and the request waits for ever.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

class Client {
  #pending = new Map();
  #id = 0;

  async call(method) {
    const id = ++this.#id;
    setTimeout(() => this.#answer(fixed ? id : String(id), method), 5);
    return new Promise((resolve) => this.#pending.set(id, resolve));
  }

  #answer(id, result) {
    this.#pending.get(id)?.(result);
    this.#pending.delete(Number(id));
  }
}

async function main() {
  /*blocked: main*/ await new Client().call("status");
}

main();
