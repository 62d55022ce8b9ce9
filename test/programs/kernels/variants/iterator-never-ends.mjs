// An async iterator over events that nobody ends: the loop is over when the program is.
// found: leak; by logEvents; at event 'event' of EventEmitter
import { EventEmitter, on } from "node:events";

const fixed = process.argv[2] === "fixed";

const events = new EventEmitter();
const ended = new AbortController();

async function logEvents() {
  try {
    for await (const /*looped: logEvents*/ event of on(events, "event", { signal: ended.signal })) void event;
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

setTimeout(() => void logEvents(), 1);
setTimeout(() => events.emit("event", 1), 10);
setTimeout(() => fixed && ended.abort(), 30);
