import type { PatternSource } from "./pattern.js";

export const orDone: PatternSource = {
  name: "or-done",
  prefix: "goordone",
  title: "Or-done",
  whenToUse:
    "Loops over a channel until it ends or the context does, without asking for both at each turn. A " +
    "loop that is left early leaves no task behind.",
  picture: ["ctx ─────┐", "         ├──▶ for await (value)", "channel ─┘"],
  imports: ["orDone", "withCancel", "type Context", "type ReceiveChannel"],
  body: [
    "async function ${1:consume}«<T>»(",
    "\tparent«: @Context»,",
    "\tchannel«: @ReceiveChannel<T>»,",
    ")«: Promise<void>» {",
    "\tconst [ctx, cancel] = @withCancel(parent);",
    "\ttry {",
    "\t\tfor await (const value of @orDone(ctx, channel)) {",
    "\t\t\t${2:console.log(value)};",
    "\t\t}",
    "\t} finally {",
    "\t\tcancel(); // whichever way the loop is left",
    "\t}",
    "}",
  ],
};
