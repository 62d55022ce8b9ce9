// A plain server: each request asks an inventory whose answer never comes.
import { createServer, get } from "node:http";

const REQUESTS = 200;
const pendingOrders = new Map();

function askInventory(id) {
  return new Promise((resolve) => {
    pendingOrders.set(id, resolve);
    if (pendingOrders.size === REQUESTS) process.stdout.write("ready\n");
  });
}

async function handleOrder(request, response) {
  const stock = /*blocked: handleOrder*/ await askInventory(request.url);
  response.end(JSON.stringify(stock));
}

const server = createServer((request, response) => void handleOrder(request, response));
server.listen(0, "127.0.0.1", () => {
  for (let id = 0; id < REQUESTS; id++) {
    const order = { host: "127.0.0.1", port: server.address().port, path: `/orders/${id}`, agent: false };
    get(order).on("error", () => undefined);
  }
});
