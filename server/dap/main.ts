/** The debug adapter as a program: the protocol on standard input and output, one session. */
import { SluiceSession } from "./session.js";

// VS Code runs this file by its own Electron as a Node; the user's program must not inherit that.
delete process.env["ELECTRON_RUN_AS_NODE"];

const session = new SluiceSession();
process.on("SIGTERM", () => session.shutdown());
process.on("SIGINT", () => session.shutdown());
session.start(process.stdin, process.stdout);
