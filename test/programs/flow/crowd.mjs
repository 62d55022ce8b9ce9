/** A hundred tasks wait at one channel for long; then each of them is given a value. */
import { chan, go, sleep } from "sluice";

const crowd = chan(0, "crowd");
const receivers = Array.from({ length: 100 }, () =>
  go(async function receiver() {
    await crowd.receive();
    await sleep(50);
  }),
);
await go(async function sender() {
  // The tracer looks between one sleep and the next, on a machine that stalls at some of them alone.
  for (let i = 0; i < 40; i++) await sleep(25);
  for (let i = 0; i < receivers.length; i++) await crowd.send(i);
});
await Promise.all(receivers);
