import type { PatternSource } from "./pattern.js";

export const fanIn: PatternSource = {
  name: "fan-in",
  prefix: "gofanin",
  title: "Fan-in",
  whenToUse:
    "Brings several channels together into one, each channel's values in their order. The output is " +
    "closed when all inputs have ended or the signal fires.",
  picture: ["first  ──┐", "second ──┼──▶ output", "third  ──┘"],
  imports: ["WaitGroup", "chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:merge}«<T>»(channels«: readonly @ReceiveChannel<T>[]», signal«?: AbortSignal»)«: @ReceiveChannel<T>» {",
    "\tconst output = @chan«<T>»(${2|0,1,16,128|});",
    "\tconst inputs = new @WaitGroup();",
    "\tfor (const channel of channels) {",
    "\t\tinputs.go(async () => {",
    "\t\t\ttry {",
    "\t\t\t\tfor (let item = await channel.next(signal); !item.done; item = await channel.next(signal)) {",
    "\t\t\t\t\tawait output.send(item.value, signal);",
    "\t\t\t\t}",
    "\t\t\t} catch (error) {",
    "\t\t\t\tif (!signal?.aborted) throw error; // cancelled: end quietly, as a closed input would end it",
    "\t\t\t}",
    "\t\t});",
    "\t}",
    '\t@go.named("${1:merge}", async () => {',
    "\t\tawait inputs.wait();",
    "\t\toutput.close();",
    "\t});",
    "\treturn output;",
    "}",
  ],
};
