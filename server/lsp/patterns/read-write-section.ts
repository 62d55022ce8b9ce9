import type { PatternSource } from "./pattern.js";

export const readWriteSection: PatternSource = {
  name: "read-write-section",
  prefix: "gorlock",
  title: "Read-write section",
  whenToUse:
    "Lets any number of readers through at a time, or one writer. A waiting writer keeps new readers " +
    "out, so that it is not starved; a reader must not lock again what it reads.",
  picture: [
    "reader ──▶ ┌───────────┐",
    "reader ──▶ │ readers,  │",
    "writer ··▶ │ or writer │",
    "           └───────────┘",
  ],
  imports: ["RWMutex"],
  body: [
    'const ${1:lock} = new @RWMutex("${1:lock}");',
    "",
    "async function ${2:read}(signal«?: AbortSignal»)«: Promise<void>» {",
    "\tawait ${1:lock}.rLock(signal);",
    "\ttry {",
    "\t\t${3:// Readers get here together.}",
    "\t} finally {",
    "\t\t${1:lock}.rUnlock();",
    "\t}",
    "}",
    "",
    "async function ${4:write}(signal«?: AbortSignal»)«: Promise<void>» {",
    "\tawait ${1:lock}.lock(signal);",
    "\ttry {",
    "\t\t${5:// A writer is here alone.}",
    "\t} finally {",
    "\t\t${1:lock}.unlock();",
    "\t}",
    "}",
  ],
};
