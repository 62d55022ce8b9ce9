import type { PatternSource } from "./pattern.js";

export const tee: PatternSource = {
  name: "tee",
  prefix: "gotee",
  title: "Tee",
  whenToUse:
    "Gives each value of a channel to two. Neither gets ahead of the other by more than its buffer; " +
    "both are closed when the input ends or the signal fires.",
  picture: ["         ┌──▶ first", "input ───┤", "         └──▶ second"],
  imports: ["chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:duplicate}«<T>»(",
    "\tinput«: @ReceiveChannel<T>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: [@ReceiveChannel<T>, @ReceiveChannel<T>]» {",
    "\tconst first = @chan«<T>»(${2|0,1,16,128|});",
    "\tconst second = @chan«<T>»(${2|0,1,16,128|});",
    '\t@go.named("${1:duplicate}", async () => {',
    "\t\ttry {",
    "\t\t\tfor (let item = await input.next(signal); !item.done; item = await input.next(signal)) {",
    "\t\t\t\tawait Promise.all([first.send(item.value, signal), second.send(item.value, signal)]);",
    "\t\t\t}",
    "\t\t} catch (error) {",
    "\t\t\tif (!signal?.aborted) throw error; // cancelled: end quietly, as a closed input would end it",
    "\t\t} finally {",
    "\t\t\tfirst.close();",
    "\t\t\tsecond.close();",
    "\t\t}",
    "\t});",
    "\treturn [first, second];",
    "}",
  ],
};
