// A lock made of promises is not given back on an error.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

class Lock {
  #tail = Promise.resolve();

  async acquire() {
    const before = this.#tail;
    let release;
    this.#tail = new Promise((resolve) => (release = resolve));
    /*blocked: acquire*/ await before;
    return release;
  }
}

async function write(lock, text) {
  const release = /*blocked: write*/ await lock.acquire();
  try {
    if (text === "") throw new Error("nothing to write");
  } catch (error) {
    if (fixed) release();
    throw error;
  }
  release();
}

async function main() {
  const lock = new Lock();
  await write(lock, "").catch(() => {});
  /*blocked: main*/ await write(lock, "text");
}

main();
