/** Async stack traces of the inspector, as a debugger switches them on. */
import { Session } from "node:inspector";

const session = new Session();
session.connect();
session.post("Debugger.enable");
session.post("Debugger.setAsyncCallStackDepth", { maxDepth: 8 });
