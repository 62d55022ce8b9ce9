import type { PatternSource } from "./pattern.js";

export const retry: PatternSource = {
  name: "retry",
  prefix: "goretry",
  title: "Retry with back-off",
  whenToUse:
    "Tries again what failed, after a pause that doubles each time and has some chance in it, so that " +
    "callers do not come back all at once. Gives up after so many tries, or when the signal fires.",
  picture: ["✗ ─ ✗ ── ✗ ──── ✗ ──────── ✓", "  pauses that double"],
  imports: ["sleep"],
  body: [
    "async function ${1:retry}«<T>»(attempt«: (signal?: AbortSignal) => Promise<T>», signal«?: AbortSignal»)«: Promise<T>» {",
    "\tlet pauseMs = ${2|100,50,500,1000|};",
    "\tfor (let tries = 1; ; tries++) {",
    "\t\ttry {",
    "\t\t\treturn await attempt(signal);",
    "\t\t} catch (error) {",
    "\t\t\tif (tries >= ${3|5,3,10|} || signal?.aborted) throw error;",
    "\t\t}",
    "\t\tawait @sleep(pauseMs * (0.5 + Math.random()), signal);",
    "\t\tpauseMs = Math.min(pauseMs * 2, ${4|10000,5000,60000|});",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Retry with back-off, without the library",
      whenToUse:
        "Tries again what failed, after a pause that doubles each time and has some chance in it. Gives " +
        "up after so many tries, or when the signal fires.",
      picture: ["✗ ─ ✗ ── ✗ ──── ✗ ──────── ✓", "  pauses that double"],
      imports: ["setTimeout as sleep from node:timers/promises"],
      body: [
        "async function ${1:retry}«<T>»(attempt«: (signal?: AbortSignal) => Promise<T>», signal«?: AbortSignal»)«: Promise<T>» {",
        "\tlet pauseMs = ${2|100,50,500,1000|};",
        "\tfor (let tries = 1; ; tries++) {",
        "\t\ttry {",
        "\t\t\treturn await attempt(signal);",
        "\t\t} catch (error) {",
        "\t\t\tif (tries >= ${3|5,3,10|} || signal?.aborted) throw error;",
        "\t\t}",
        "\t\tawait @sleep(pauseMs * (0.5 + Math.random()), undefined, { signal });",
        "\t\tpauseMs = Math.min(pauseMs * 2, ${4|10000,5000,60000|});",
        "\t}",
        "}",
      ],
    },
  ],
};
