// A batcher answers when it is full, and the last batch is not.
// found: leak; by handle
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

class Batcher {
  #waiting = [];

  load(key) {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(`${key}!`));
      if (this.#waiting.length === 2 || fixed) for (const answer of this.#waiting.splice(0)) answer();
    });
  }
}

async function handle(batcher, key) {
  const answer = /*blocked: handle*/ await batcher.load(key);
  return answer;
}

async function main() {
  const batcher = new Batcher();
  setTimeout(() => ["a", "b", "c"].forEach((key) => handle(batcher, key).then(() => {})), 5);
}

main();
