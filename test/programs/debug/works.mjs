// Works without a pause, in pieces of 50 ms without a promise: its event loop turns in between.
import { chan, go } from "sluice";

const orders = chan(0, "orders");

function piece() {
  for (const endMs = Date.now() + 50; Date.now() < endMs;);
  setImmediate(piece);
}

go(async function clerk() {
  await orders.receive();
});
piece();
