import type { PatternSource } from "./pattern.js";

export const mutexSection: PatternSource = {
  name: "mutex-section",
  prefix: "golock",
  title: "Mutex section",
  whenToUse:
    "Lets one task at a time through a section that awaits. Needed wherever something is read, " +
    "awaited on and written back; the lock is given back in every case.",
  picture: ["task 1 ──▶ ┌───────────┐", "task 2 ··▶ │ one task  │ ──▶", "task 3 ··▶ └───────────┘"],
  imports: ["Mutex"],
  body: [
    'const ${1:mutex} = new @Mutex("${1:mutex}");',
    "",
    "async function ${2:update}(signal«?: AbortSignal»)«: Promise<void>» {",
    "\tawait ${1:mutex}.lock(signal);",
    "\ttry {",
    "\t\t${3:// One task at a time gets here.}",
    "\t} finally {",
    "\t\t${1:mutex}.unlock();",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Section for one task, without the library",
      whenToUse:
        "Lets one task at a time through a section that awaits, in the order in which they came: each " +
        "waits for the promise of the one before it.",
      picture: ["task 1 ──▶ ┌───────────┐", "task 2 ··▶ │ one task  │ ──▶", "task 3 ··▶ └───────────┘"],
      imports: [],
      body: [
        "let ${1:turn} = Promise.resolve();",
        "",
        "async function ${2:exclusively}«<R>»(section«: () => Promise<R>», signal«?: AbortSignal»)«: Promise<R>» {",
        "\tconst before = ${1:turn};",
        "\tlet release = () => {};",
        "\t${1:turn} = new Promise((resolve) => {",
        "\t\trelease = resolve;",
        "\t});",
        "\tawait before;",
        "\ttry {",
        "\t\tsignal?.throwIfAborted();",
        "\t\treturn await section();",
        "\t} finally {",
        "\t\trelease(); // lets the next one in",
        "\t}",
        "}",
      ],
    },
  ],
};
