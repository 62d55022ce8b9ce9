/**
 * Graceful shutdown: at SIGTERM the server takes no more requests, finishes those it has, and the process ends by
 * itself. It sends itself the signal while a request is under way. Prints "received SIGTERM", "200 done" and "closed".
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { background, chan, go, notifyContext, sleep } from "sluice";

const [ctx, stop] = notifyContext(background());
const arrived = chan(1);

const server = createServer(async (request, response) => {
  arrived.trySend(true);
  await sleep(50);
  response.setHeader("connection", "close").end("done");
}).listen(0, "127.0.0.1");
await once(server, "listening");

const client = go(async function request() {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
  return `${response.status} ${await response.text()}`;
});
await arrived.receive();
process.kill(process.pid, "SIGTERM");

await ctx.done().receive();
// From here a second signal ends the process the hard way.
stop();
console.log(ctx.cause().message);
const closed = new Promise((resolve) => server.close(resolve));
console.log(await client);
await closed;
console.log("closed");
