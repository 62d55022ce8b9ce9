// The event came before anybody listened for it.
// found: deadlock; by main; at event 'open' of EventEmitter
import { EventEmitter } from "node:events";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function connect() {
  const socket = new EventEmitter();
  if (fixed) setImmediate(() => socket.emit("open"));
  else socket.emit("open");
  /*blocked: connect*/ await new Promise((resolve) => socket.once("open", resolve));
  return socket;
}

async function main() {
  /*blocked: main*/ await connect();
}

main();
