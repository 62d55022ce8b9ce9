/**
 * The debug adapter as a program: the protocol on standard input and output, one session.
 * `--large-bodies=DIR` names a folder of the client's for large bodies (`large-bodies.ts`).
 */
import { parseArgs } from "node:util";
import { SluiceSession } from "./session.js";

// VS Code runs this file by its own Electron as a Node; the user's program must not inherit that.
delete process.env["ELECTRON_RUN_AS_NODE"];

const { values } = parseArgs({ options: { "large-bodies": { type: "string" } }, strict: false });
const folder = values["large-bodies"];
const session = new SluiceSession(typeof folder === "string" ? folder : null);
process.on("SIGTERM", () => session.abandon());
process.on("SIGINT", () => session.abandon());
session.start(process.stdin, process.stdout);
