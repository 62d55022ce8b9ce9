// A command whose parts still wait when it ends itself: a consumer, a connection's reader, a keep-alive ping.
import { once } from "node:events";
import { PassThrough } from "node:stream";

const connection = new PassThrough();

async function read() {
  for await (const chunk of connection) void chunk;
}

async function ping() {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 1000));
}

void read();
void ping();
void once(connection, "error");

async function main() {
  connection.write("hello");
  await new Promise((resolve) => setTimeout(resolve, 30));
  process.exit(0);
}

main();
