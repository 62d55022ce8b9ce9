import type { PatternSource } from "./pattern.js";

export const fanOut: PatternSource = {
  name: "fan-out",
  prefix: "gofanout",
  title: "Fan-out",
  whenToUse:
    "Deals the values of one channel out to several, each value to whichever is ready for it. The " +
    "outputs are closed when the input ends or the signal fires.",
  picture: ["         ┌──▶ first", "input ───┼──▶ second", "         └──▶ third"],
  imports: ["chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:distribute}«<T>»(",
    "\tinput«: @ReceiveChannel<T>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: @ReceiveChannel<T>[]» {",
    "\treturn Array.from({ length: ${2|4,2,8,16|} }, () => {",
    "\t\tconst output = @chan«<T>»(${3|0,1,16,128|});",
    '\t\t@go.named("${1:distribute}", async () => {',
    "\t\t\ttry {",
    "\t\t\t\tfor (let item = await input.next(signal); !item.done; item = await input.next(signal)) {",
    "\t\t\t\t\tawait output.send(item.value, signal);",
    "\t\t\t\t}",
    "\t\t\t} catch (error) {",
    "\t\t\t\tif (!signal?.aborted) throw error; // cancelled: end quietly, as a closed input would end it",
    "\t\t\t} finally {",
    "\t\t\t\toutput.close();",
    "\t\t\t}",
    "\t\t});",
    "\t\treturn output;",
    "\t});",
    "}",
  ],
};
