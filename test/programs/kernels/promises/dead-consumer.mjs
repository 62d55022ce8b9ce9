// The consumer of a queue died of an error; who waits for room waits for ever.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

class Queue {
  items = [];
  wakers = [];

  async put(item) {
    while (this.items.length >= 1) /*blocked: put*/ await new Promise((resolve) => this.wakers.push(resolve));
    this.items.push(item);
  }

  take() {
    const item = this.items.shift();
    this.wakers.shift()?.();
    return item;
  }
}

async function consume(queue) {
  for (let taken = 0; taken < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (taken === 1 && !fixed) throw new Error("cannot parse");
    if (queue.take() !== undefined) taken++;
  }
}

async function produce(queue) {
  for (let i = 0; i < 3; i++) /*blocked: produce*/ await queue.put(i);
}

async function main() {
  const queue = new Queue();
  consume(queue).catch(() => {});
  /*blocked: main*/ await produce(queue);
}

main();
