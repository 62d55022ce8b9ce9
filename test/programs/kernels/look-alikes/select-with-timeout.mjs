// A receive that times out again and again, with room for what comes late.
import { after, chan, go, select, sleep } from "sluice";

async function ask(ms) {
  const answer = chan(1, "answer");
  go(async () => {
    await sleep(ms);
    await answer.send(ms);
  });
  return select(answer.onReceive(), after(10).onReceive());
}

for (const ms of [1, 30, 1, 30]) await ask(ms);
