import type { PatternSource } from "./pattern.js";

export const contextTimeout: PatternSource = {
  name: "context-timeout",
  prefix: "goctxtime",
  title: "Context with timeout",
  whenToUse:
    "Gives a piece of work so much time and no more. What it calls gets the context, or its signal, " +
    "and stops with it; the timer is freed whichever way the work ends.",
  picture: ["parent ─┬────────────────▶", "        └─ ctx ──┤ 5 s   cancel()"],
  imports: ["withTimeout", "type Context"],
  body: [
    "async function ${1:withinTime}«<T>»(",
    "\tparent«: @Context»,",
    "\twork«: (ctx: @Context) => Promise<T>»,",
    ")«: Promise<T>» {",
    "\tconst [ctx, cancel] = @withTimeout(parent, ${2|5000,1000,30000,60000|});",
    "\ttry {",
    "\t\treturn await work(ctx);",
    "\t} finally {",
    "\t\tcancel(); // frees the timer, whichever way the work ended",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Signal with timeout, without the library",
      whenToUse:
        "Gives a piece of work so much time and no more: it gets a signal that fires when the time is " +
        "over or the caller's signal does. The timer is freed whichever way the work ends.",
      picture: ["signal ─┬────────────────▶", "        └─ stop ─┤ 5 s   clearTimeout"],
      imports: [],
      body: [
        "async function ${1:withinTime}«<T>»(",
        "\twork«: (signal: AbortSignal) => Promise<T>»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<T>» {",
        "\tconst late = new AbortController();",
        '\tconst timer = setTimeout(() => late.abort(new Error("${2:the time is over}")), ${3|5000,1000,30000,60000|});',
        "\ttry {",
        "\t\treturn await work(AbortSignal.any(signal ? [signal, late.signal] : [late.signal]));",
        "\t} finally {",
        "\t\tclearTimeout(timer);",
        "\t}",
        "}",
      ],
    },
  ],
};
