/** Two stages that feed each other: the channels between them lead in a ring. Goes on until it is ended. */
import { chan, go, sleep } from "sluice";

const there = chan(2, "there");
const back = chan(2, "back");

go(async function forward() {
  for await (const ball of back) {
    await sleep(15);
    await there.send(ball);
  }
});

go(async function backward() {
  for await (const ball of there) {
    await sleep(15);
    await back.send(ball);
  }
});

await there.send("ball");
