// Listeners that each wait for an event of a bus that lives as long as the module.
import { EventEmitter, once } from "node:events";

const bus = new EventEmitter();

async function listen(name) {
  const [value] = await once(bus, name);
  return value;
}

const listeners = ["a", "b"].map(listen);
setTimeout(() => ["a", "b"].forEach((name) => bus.emit(name, name)), 300);
console.log((await Promise.all(listeners)).join(" "));
