// Two tasks wait with variables of their own, and one goes on and on: a debugger stops in that one.
import { chan, go, sleep } from "sluice";

const answers = chan(2, "answers");
const limits = { retries: 3 };

async function reserve(order, attempt) {
  const label = `${order.id}/${attempt}`;
  const password = "hunter2";
  /*blocked: reserve*/ const answer = await answers.receive();
  return [label, password, answer, limits.retries];
}

async function worker(name) {
  const order = { id: 7, items: ["pen", "ink"] };
  /*blocked: worker*/ const outcome = await reserve(order, 2);
  return [name, outcome];
}

function count(turn) {
  return turn * 2;
}

async function ticker() {
  let turns = 0;
  for (;;) {
    await sleep(50);
    turns += 1; // here
    count(turns);
  }
}

go(worker, "first");
go(ticker);
console.log(`pid ${process.pid}`);
