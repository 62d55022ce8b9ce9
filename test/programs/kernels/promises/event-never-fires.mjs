// A component is waited for by an event that it emits under another name.
// found: deadlock; by main; at event 'ready' of EventEmitter
import { EventEmitter, once } from "node:events";

const fixed = process.argv[2] === "fixed";

async function main() {
  const component = new EventEmitter();
  setTimeout(() => component.emit(fixed ? "ready" : "open"), 5);
  /*blocked: main*/ await once(component, "ready");
}

main();
