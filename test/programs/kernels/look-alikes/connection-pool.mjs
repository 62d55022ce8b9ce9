// Waits for a free connection, which comes back when its user is done; idle ones wait for work.
class Pool {
  #idle = ["a", "b"];
  #queue = [];
  async use(job) {
    const connection = this.#idle.pop() ?? (await new Promise((resolve) => this.#queue.push(resolve)));
    try {
      return await job(connection);
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#idle.push(connection);
      else next(connection);
    }
  }
}

const pool = new Pool();
await Promise.all(
  [80, 90, 10, 10, 10].map((ms) => pool.use(() => new Promise((resolve) => setTimeout(resolve, ms)))),
);
