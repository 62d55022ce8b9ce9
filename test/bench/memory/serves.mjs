/** A fastify server whose handler waits for long enough to be told of; tells the parent its port, and what it holds. */
import { setTimeout as sleep } from "node:timers/promises";
import fastify from "fastify";

const load = async (path) => {
  await sleep(20);
  return { path };
};

const app = fastify();
app.get("/*", async (request) => load(request.url));
await app.listen({ port: 0, host: "127.0.0.1" });
process.on("message", () => {
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ heapUsed, rss });
});
process.on("disconnect", () => process.exit(0));
process.send(app.server.address().port);
