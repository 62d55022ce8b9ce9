// With room for one answer the worker can always end.
import { after, chan, go, select, sleep } from "sluice";

async function query() {
  const answer = chan(1, "answer");
  go(async function fetchAnswer() {
    await sleep(30);
    await answer.send("late");
  });
  return select(
    answer.onReceive((value) => value),
    after(5).onReceive(() => "timed out"),
  );
}

console.log(await query(), await query());
