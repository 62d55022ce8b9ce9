/**
 * A context ends a real HTTP request, on both sides: the server's handler learns that nobody waits any more.
 * Prints "client: the user left" and "server: gave up".
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { background, chan, sleep, withCancel, withCancelCause } from "sluice";

const [arrived, news] = [chan(1), chan(1)];

const server = createServer(async (request, response) => {
  const [ctx, cancel] = withCancel(background());
  response.on("close", cancel);
  arrived.trySend(request.url);
  try {
    await sleep(60_000, ctx);
    response.end("too late");
  } catch {
    news.trySend("gave up");
  }
}).listen(0, "127.0.0.1");
await once(server, "listening");

const [ctx, cancel] = withCancelCause(background());
const asked = fetch(`http://127.0.0.1:${server.address().port}/slow`, { signal: ctx.signal });
await arrived.receive();
cancel(new Error("the user left"));
try {
  await asked;
} catch (error) {
  console.log(`client: ${error.message}`);
}
console.log(`server: ${await news.receive()}`);
server.close();
