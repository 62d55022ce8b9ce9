// The worker of a queue of one waits for work that it pushes.
import { promise as fastq } from "fastq";

const queue = fastq(worker, 1);

async function worker(depth) {
  if (depth > 0) await queue.push(depth - 1);
}

await queue.push(1);
