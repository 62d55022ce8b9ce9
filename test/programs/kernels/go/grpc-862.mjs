// grpc#862: dialling fails and returns without closing the connection, whose task waits for the end of its
// context.
// found: leak; by resetTransport; at connection
import { background, go, select, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function dial() {
  const [ctx, close] = withCancel(background(), "connection");
  go(async function resetTransport() {
    /*blocked: resetTransport*/ await select(ctx.done().onReceive());
  });
  if (fixed) close();
  return undefined;
}

await dial();
