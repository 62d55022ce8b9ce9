// A plain fastify server: a look-up forgets whom to answer, and every request waits for ever.
import fastify from "fastify";

const REQUESTS = 200;
const unanswered = new Map();

function lookUp(id) {
  return new Promise((resolve) => unanswered.set(id, resolve));
}

const app = fastify();
app.addHook("preHandler", async (request) => {
  request.tenant = await Promise.resolve("acme");
});
app.get("/orders/:id", async function showOrder(request) {
  const order = /*blocked: showOrder*/ await lookUp(request.params.id);
  return { order };
});

await app.listen({ port: 0, host: "127.0.0.1" });
const { port } = app.server.address();
for (let id = 0; id < REQUESTS; id++) fetch(`http://127.0.0.1:${port}/orders/${id}`).catch(() => undefined);
const watch = setInterval(() => {
  if (unanswered.size < REQUESTS) return;
  clearInterval(watch);
  process.stdout.write("ready\n");
}, 20);
