import type { PatternSource } from "./pattern.js";

export const contextCancel: PatternSource = {
  name: "context-cancel",
  prefix: "goctxcancel",
  title: "Context with cancel",
  whenToUse:
    "Starts several attempts under one context and takes the first that succeeds. Cancelling in the " +
    "finally block stops the others, so that none goes on for nobody.",
  picture: [
    "        ┌─ ctx ─ attempt 1 ──▶ ✓",
    "parent ─┼─ ctx ─ attempt 2 ──▶ cancelled",
    "        └─ ctx ─ attempt 3 ──▶ cancelled",
  ],
  imports: ["withCancel", "type Context"],
  body: [
    "async function ${1:firstOf}«<T>»(",
    "\tparent«: @Context»,",
    "\tattempts«: readonly ((ctx: @Context) => Promise<T>)[]»,",
    ")«: Promise<T>» {",
    "\tconst [ctx, cancel] = @withCancel(parent);",
    "\ttry {",
    "\t\treturn await Promise.${2|any,race|}(attempts.map((attempt) => attempt(ctx)));",
    "\t} finally {",
    "\t\tcancel(); // the others stop as soon as one has answered",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "AbortController for several attempts, without the library",
      whenToUse:
        "Starts several attempts under one signal and takes the first that succeeds. Aborting in the " +
        "finally block stops the others, so that none goes on for nobody.",
      picture: [
        "         ┌─ attempt 1 ──▶ ✓",
        "signal ──┼─ attempt 2 ──▶ aborted",
        "         └─ attempt 3 ──▶ aborted",
      ],
      imports: [],
      body: [
        "async function ${1:firstOf}«<T>»(",
        "\tattempts«: readonly ((signal: AbortSignal) => Promise<T>)[]»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<T>» {",
        "\tconst controller = new AbortController();",
        "\tconst stop = AbortSignal.any(signal ? [signal, controller.signal] : [controller.signal]);",
        "\ttry {",
        "\t\treturn await Promise.${2|any,race|}(attempts.map((attempt) => attempt(stop)));",
        "\t} finally {",
        "\t\tcontroller.abort(); // the others stop as soon as one has answered",
        "\t}",
        "}",
      ],
    },
  ],
};
