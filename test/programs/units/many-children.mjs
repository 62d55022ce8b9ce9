/** Two hundred child processes at once, each with a task of its own; says how they ended. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const COUNT = Number(process.env.COUNT ?? 200);
const self = fileURLToPath(import.meta.url);

async function work(index) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.send(index);
  process.disconnect();
}

async function runChild(index) {
  const child = fork(self, [`${index}`]);
  const [[message], [code]] = await Promise.all([once(child, "message"), once(child, "exit")]);
  return `${message === index} ${code}`;
}

if (process.send !== undefined) {
  await work(Number(process.argv[2]));
} else {
  const ends = await Promise.all(Array.from({ length: COUNT }, (_, index) => runChild(index)));
  console.log(`${ends.filter((end) => end === "true 0").length} of ${COUNT}`);
}
