// kubernetes#25331: a watch that ends by an error stops; the result that follows has no taker, whatever the
// context says.
// found: leak; by run; at results
import { background, chan, go, select, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";

async function watch() {
  const [ctx, cancel] = withCancel(background(), "watch");
  const results = chan(0, "results");
  const errors = chan(1, "errors");
  go(async function run() {
    await errors.receive();
    cancel();
    /*blocked: run*/ await select(results.onSend("error"), fixed ? ctx.done().onReceive() : undefined);
  });
  await errors.send(new Error("gone"));
}

async function main() {
  await watch();
}

main();
