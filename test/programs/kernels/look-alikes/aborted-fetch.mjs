// A request is given up by its signal while the handler still sleeps.
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const server = createServer(async (_request, response) => {
  await delay(300);
  response.end("late");
});
await new Promise((resolve) => server.listen(0, resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
await fetch(url, { signal: AbortSignal.timeout(50) }).catch(() => {});
server.close();
server.closeAllConnections();
