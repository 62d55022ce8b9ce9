// cockroach#35073: an outbox that fails while it starts does not close its rows, and who fills them waits
// for room.
// found: leak; by produce; at rows
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

async function outbox(rows) {
  try {
    throw new Error("no connection");
  } catch {
    if (fixed) for (let row = rows.tryReceive(); row !== undefined && !row.done; row = rows.tryReceive());
  }
}

async function main() {
  const rows = chan(2, "rows");
  go(outbox, rows);
  go(async function produce() {
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (fixed) rows.trySend(i);
      else /*blocked: produce*/ await rows.send(i);
    }
  });
}

main();
