// A barrier for three to which only two come.
// found: deadlock; by main, stage ×2
const fixed = process.argv[2] === "fixed";

class Barrier {
  #open;
  #arrived = 0;
  #opened = new Promise((resolve) => (this.#open = resolve));
  constructor(size) {
    this.size = size;
  }
  arrive() {
    if (++this.#arrived === this.size) this.#open();
    return this.#opened;
  }
}

async function stage(barrier, ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  /*blocked: stage*/ await barrier.arrive();
}

async function main() {
  const barrier = new Barrier(fixed ? 2 : 3);
  /*blocked: main*/ await Promise.all([stage(barrier, 3), stage(barrier, 6)]);
}

main();
