/** A server of Node's own, whose handler awaits twice. An item is a request. */
import { createServer } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { serve } from "../serve.mjs";

const load = async (path) => {
  await turn();
  return { path, at: 1 };
};

const server = createServer(async (request, response) => {
  const body = JSON.stringify(await load(request.url));
  response.setHeader("content-type", "application/json");
  response.end(body);
});
serve(server);
