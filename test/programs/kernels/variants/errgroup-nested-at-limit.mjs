// A task of a group with a limit of one starts another in the same group, and waits for a place.
// found: deadlock; by main, outer; at downloads
import { ErrGroup, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

async function main() {
  const downloads = new ErrGroup("downloads");
  downloads.setLimit(fixed ? 2 : 1);
  await downloads.go(async function outer() {
    await sleep(2);
    /*blocked: outer*/ await downloads.go(async function inner() {
      await sleep(1);
    });
  });
  /*blocked: main*/ await downloads.wait();
}

main();
