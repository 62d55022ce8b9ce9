// A lock that is held over a short wait for the disk, with a queue behind it that drains.
import { readFile } from "node:fs/promises";
import { Mutex, go, sleep } from "sluice";

const file = new Mutex("file");

async function update() {
  await file.withLock(async () => {
    await readFile(import.meta.filename ?? new URL(import.meta.url));
    await sleep(10);
  });
}

await Promise.all(Array.from({ length: 8 }, () => go(update)));
