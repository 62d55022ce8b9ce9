/**
 * A context ends a real HTTP request, on both sides: the server's handler learns that nobody waits any more.
 * Prints "client: context deadline exceeded" and "server: gave up".
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { background, chan, sleep, withCancel, withTimeout } from "sluice";

const news = chan(1);

const server = createServer(async (request, response) => {
  const [ctx, cancel] = withCancel(background());
  response.on("close", cancel);
  try {
    await sleep(60_000, ctx);
    response.end("too late");
  } catch {
    news.trySend("gave up");
  }
}).listen(0, "127.0.0.1");
await once(server, "listening");

const [ctx, cancel] = withTimeout(background(), 500);
try {
  await fetch(`http://127.0.0.1:${server.address().port}/slow`, { signal: ctx.signal });
} catch (error) {
  console.log(`client: ${error.message}`);
} finally {
  cancel();
}
console.log(`server: ${await news.receive()}`);
server.close();
