// cockroach#13755: the rows of a query are not closed, so the task that watches both of their contexts
// stays.
// found: leak; by awaitDone; at query, rows
import { background, go, select, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";

async function query(ctx) {
  const [rows, close] = withCancel(background(), "rows");
  go(async function awaitDone() {
    /*blocked: awaitDone*/ await select(ctx.done().onReceive(), rows.done().onReceive());
  });
  return { close };
}

async function main() {
  const [ctx] = withCancel(background(), "query");
  const rows = await query(ctx);
  if (fixed) rows.close();
}

main();
