import type { PatternSource } from "./pattern.js";

export const circuitBreaker: PatternSource = {
  name: "circuit-breaker",
  prefix: "gobreak",
  title: "Circuit breaker",
  whenToUse:
    "Stops calling what has failed so many times in a row, and lets one call through after a pause to " +
    "see whether it works again. What was cancelled says nothing of the service and does not count.",
  picture: ["✗ ✗ ✗ ─┤ open: fail at once ├─ one try ─▶ ✓ closed"],
  imports: [],
  body: [
    "function ${1:createBreaker}«<T>»(call«: (signal?: AbortSignal) => Promise<T>») {",
    "\tconst maxFailures = ${2|5,3,10|};",
    "\tconst pauseMs = ${3|10000,1000,30000,60000|};",
    "\tlet failures = 0;",
    "\tlet openUntil = 0;",
    "\treturn async function guarded(signal«?: AbortSignal»)«: Promise<T>» {",
    '\t\tif (performance.now() < openUntil) throw new Error("${4:the service is failing: not called}");',
    "\t\tif (failures >= maxFailures) openUntil = performance.now() + pauseMs; // this call alone tries",
    "\t\ttry {",
    "\t\t\tconst result = await call(signal);",
    "\t\t\tfailures = openUntil = 0;",
    "\t\t\treturn result;",
    "\t\t} catch (error) {",
    "\t\t\tif (signal?.aborted) openUntil = 0;",
    "\t\t\telse if (++failures >= maxFailures) openUntil = performance.now() + pauseMs;",
    "\t\t\tthrow error;",
    "\t\t}",
    "\t};",
    "}",
  ],
};
