import type { PatternSource } from "./pattern.js";

export const waitGroup: PatternSource = {
  name: "wait-group",
  prefix: "gowg",
  title: "Wait group",
  whenToUse:
    "Starts a task for each item and waits until all have ended, whichever way. Each task counts from " +
    "the moment it is started until it ends; errors are dealt with one by one.",
  picture: ["        ┌▶ ( task ) ─┐", "items ──┼▶ ( task ) ─┼──▶ wait: all ended", "        └▶ ( task ) ─┘"],
  imports: ["WaitGroup"],
  body: [
    "async function ${1:runAll}«<T>»(",
    "\titems«: Iterable<T>»,",
    "\twork«: (item: T, signal: AbortSignal | undefined) => Promise<void>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: Promise<void>» {",
    '\tconst group = new @WaitGroup("${1:runAll}");',
    "\tfor (const item of items) {",
    "\t\tgroup.go(async () => {",
    "\t\t\ttry {",
    "\t\t\t\tawait work(item, signal);",
    "\t\t\t} catch (error) {",
    "\t\t\t\t${2|console.error(error),if (!signal?.aborted) throw error|};",
    "\t\t\t}",
    "\t\t});",
    "\t}",
    "\tawait group.wait(signal);",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "All ended, without the library",
      whenToUse:
        "Starts a promise for each item and waits until all have ended, whichever way; then tells of all " +
        "that went wrong at once.",
      picture: [
        "        ┌▶ ( promise ) ─┐",
        "items ──┼▶ ( promise ) ─┼──▶ all ended",
        "        └▶ ( promise ) ─┘",
      ],
      imports: [],
      body: [
        "async function ${1:runAll}«<T>»(",
        "\titems«: Iterable<T>»,",
        "\twork«: (item: T, signal: AbortSignal | undefined) => Promise<void>»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<void>» {",
        "\tconst outcomes = await Promise.allSettled(Array.from(items, async (item) => work(item, signal)));",
        "\tconst errors = outcomes.flatMap((outcome) => {",
        '\t\treturn outcome.status === "rejected" ? [outcome.reason« as unknown»] : [];',
        "\t});",
        '\tif (errors.length > 0) throw new AggregateError(errors, "${2:some of the work failed}");',
        "}",
      ],
    },
  ],
};
