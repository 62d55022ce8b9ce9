// The classic leak: whoever asked has gone on after its timeout, and the worker's send has no receiver.
import { after, chan, go, select, sleep } from "sluice";

async function query() {
  const answer = chan(0, "answer");
  go(async function fetchAnswer() {
    await sleep(30);
    /*blocked: fetchAnswer*/ await answer.send("late");
  });
  return select(
    answer.onReceive((value) => value),
    after(5).onReceive(() => "timed out"),
  );
}

console.log(await query(), await query());
