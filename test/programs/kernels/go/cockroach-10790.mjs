// cockroach#10790: a request that was cancelled returns without taking the answers; those who answer have
// no room.
// found: leak; by answer; at answers
import { background, chan, go, select, sleep, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function beginCommands(ctx, cancel, answers) {
  for (let i = 0; i < 2; i++) {
    const cancelled = await select(
      answers.onReceive(() => cancel()),
      ctx.done().onReceive(() => true),
    );
    if (cancelled) return;
  }
}

async function main() {
  const [ctx, cancel] = withCancel(background(), "request");
  const answers = chan(fixed ? 2 : 0, "answers");
  for (let i = 1; i <= 2; i++) {
    go(async function answer() {
      await sleep(10 * i);
      /*blocked: answer*/ await answers.send(i);
    });
  }
  await beginCommands(ctx, cancel, answers);
}

main();
