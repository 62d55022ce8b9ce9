// The entry module awaits the server's end, which a request ends by process.exit.
import { createServer, get } from "node:http";
import { once } from "node:events";

const server = createServer((_request, response) => response.end("bye", () => process.exit(0)));
server.listen(0, () => get({ port: server.address().port }));
await once(server, "close");
