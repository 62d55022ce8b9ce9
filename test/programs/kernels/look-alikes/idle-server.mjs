// A server without requests, and a task that waits for it to close.
import { once } from "node:events";
import { createServer } from "node:http";

const server = createServer((request, response) => response.end("ok")).listen(0, "127.0.0.1");
setTimeout(() => server.close(), 400);
await once(server, "close");
