import type { PatternSource } from "./pattern.js";

export const semaphore: PatternSource = {
  name: "semaphore",
  prefix: "gosem",
  title: "Semaphore",
  whenToUse:
    "Bounds how many of something run at a time, wherever they are started from: connections, open " +
    "files, calls of a service. Permits are given back in every case, first come, first served.",
  picture: ["        ┌───┐", " ··▶ ──▶│ 8 │──▶ at most 8 at a time", "        └───┘"],
  imports: ["Semaphore"],
  body: [
    'const ${1:permits} = new @Semaphore(${2|8,1,4,16|}, "${1:permits}");',
    "",
    "async function ${3:limited}«<R>»(work«: () => Promise<R>», signal«?: AbortSignal»)«: Promise<R>» {",
    "\tawait ${1:permits}.acquire(1, signal);",
    "\ttry {",
    "\t\treturn await work();",
    "\t} finally {",
    "\t\t${1:permits}.release();",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Bounded concurrency, without the library",
      whenToUse:
        "Bounds how many promises of a kind run at a time, wherever they are started from. Who ends hands " +
        "the place to whoever has waited longest.",
      picture: ["        ┌───┐", " ··▶ ──▶│ 8 │──▶ at most 8 at a time", "        └───┘"],
      imports: [],
      body: [
        "function ${1:createLimiter}(limit = ${2|8,1,4,16|}) {",
        "\tlet running = 0;",
        "\tconst waiting«: (() => void)[]» = [];",
        "\treturn async function limited«<R>»(work«: () => Promise<R>», signal«?: AbortSignal»)«: Promise<R>» {",
        "\t\tif (running < limit) running++;",
        "\t\telse await new Promise«<void>»((resolve) => waiting.push(resolve)); // a place is handed on",
        "\t\ttry {",
        "\t\t\tsignal?.throwIfAborted();",
        "\t\t\treturn await work();",
        "\t\t} finally {",
        "\t\t\tconst next = waiting.shift();",
        "\t\t\tif (next) next();",
        "\t\t\telse running--;",
        "\t\t}",
        "\t};",
        "}",
      ],
    },
  ],
};
