/**
 * An error group: tasks that do one thing together; the first failure ends the others and is what `wait` throws.
 * Prints "b: no such page" and "2 stopped early".
 */
import { ErrGroup, background, sleep } from "sluice";

const [group, ctx] = ErrGroup.withContext(background());
let stopped = 0;

async function load(page) {
  if (page === "b") {
    await sleep(5, ctx);
    throw new Error(`${page}: no such page`);
  }
  try {
    await sleep(60_000, ctx);
  } catch (error) {
    stopped++;
    throw error;
  }
}

for (const page of ["a", "b", "c"]) await group.go(() => load(page));
try {
  await group.wait();
} catch (error) {
  console.log(error.message);
}
console.log(`${stopped} stopped early`);
