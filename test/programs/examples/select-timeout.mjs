/** Select with a timeout: whichever comes first, and no timer is left of the one that lost. Prints "fast" and "timeout". */
import { after, chan, go, select, sleep } from "sluice";

async function ask(ms) {
  const answer = chan(1);
  go(async function work() {
    await sleep(ms);
    await answer.send("answer");
  });
  return select(
    answer.onReceive(() => "fast"),
    after(50).onReceive(() => "timeout"),
  );
}

console.log(await ask(1));
console.log(await ask(150));
