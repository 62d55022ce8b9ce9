/** A fastify server with a hook and a handler that awaits twice. An item is a request. */
import { setImmediate as turn } from "node:timers/promises";
import fastify from "fastify";
import { serve } from "../serve.mjs";

const load = async (path) => {
  await turn();
  return { path, at: 1 };
};

const app = fastify();
app.addHook("onRequest", async () => undefined);
app.get("/*", async (request) => load(request.url));
await app.ready();
serve(app.server);
