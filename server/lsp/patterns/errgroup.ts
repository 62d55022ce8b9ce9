import type { PatternSource } from "./pattern.js";

export const errgroup: PatternSource = {
  name: "errgroup",
  prefix: "goerrg",
  title: "Errgroup",
  whenToUse:
    "Runs a task for each item, so many at a time. The first error ends the group's context, so that " +
    "the others can stop, and is what the call rejects with.",
  picture: [
    "        ┌▶ ( task ) ─┐",
    "items ──┼▶ ( task ) ─┼──▶ wait: results, or",
    "        └▶ ( task ) ─┘    the first error",
  ],
  imports: ["ErrGroup", "type Context"],
  body: [
    "async function ${1:forEach}«<T, R>»(",
    "\tparent«: @Context»,",
    "\titems«: Iterable<T>»,",
    "\twork«: (item: T, ctx: @Context) => Promise<R>»,",
    ")«: Promise<R[]>» {",
    '\tconst [group, ctx] = @ErrGroup.withContext(parent, "${1:forEach}");',
    "\tgroup.setLimit(${2|8,4,16,32|});",
    "\tconst results«: R[]» = [];",
    "\tfor (const [index, item] of [...items].entries()) {",
    "\t\tif (ctx.err()) break; // one has failed: start no more",
    "\t\tawait group.go(async () => {",
    "\t\t\tresults[index] = await work(item, ctx);",
    "\t\t});",
    "\t}",
    "\tawait group.wait();",
    "\tparent.signal.throwIfAborted();",
    "\treturn results;",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "All or the first error, without the library",
      whenToUse:
        "Runs a promise for each item. The first error fires the signal, so that the others can stop, and " +
        "is what the call rejects with once all of them have ended.",
      picture: [
        "        ┌▶ ( promise ) ─┐",
        "items ──┼▶ ( promise ) ─┼──▶ results, or",
        "        └▶ ( promise ) ─┘    the first error",
      ],
      imports: [],
      body: [
        "async function ${1:forEach}«<T, R>»(",
        "\titems«: Iterable<T>»,",
        "\twork«: (item: T, signal: AbortSignal) => Promise<R>»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<R[]>» {",
        "\tconst failure = new AbortController();",
        "\tconst stop = AbortSignal.any(signal ? [signal, failure.signal] : [failure.signal]);",
        "\tconst tasks = Array.from(items, async (item) => {",
        "\t\ttry {",
        "\t\t\treturn await work(item, stop);",
        "\t\t} catch (error) {",
        "\t\t\tfailure.abort(error); // the first failure stops the others too",
        "\t\t\tthrow error;",
        "\t\t}",
        "\t});",
        "\tawait Promise.allSettled(tasks);",
        "\tfailure.signal.throwIfAborted();",
        "\treturn Promise.all(tasks);",
        "}",
      ],
    },
  ],
};
