import type { PatternSource } from "./pattern.js";

export const bridge: PatternSource = {
  name: "bridge",
  prefix: "gobridge",
  title: "Bridge",
  whenToUse:
    "Makes one channel of a channel of channels: all values of the first, then all of the next, and " +
    "so on. For sources that open one after another, such as pages or files.",
  picture: ["( a b ) ( c d ) ──▶ a b c d"],
  imports: ["chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:flatten}«<T>»(",
    "\tchannels«: @ReceiveChannel<@ReceiveChannel<T>>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: @ReceiveChannel<T>» {",
    "\tconst output = @chan«<T>»(${2|0,1,16,128|});",
    '\t@go.named("${1:flatten}", async () => {',
    "\t\ttry {",
    "\t\t\tfor (let inner = await channels.next(signal); !inner.done; inner = await channels.next(signal)) {",
    "\t\t\t\tconst input = inner.value;",
    "\t\t\t\tfor (let item = await input.next(signal); !item.done; item = await input.next(signal)) {",
    "\t\t\t\t\tawait output.send(item.value, signal);",
    "\t\t\t\t}",
    "\t\t\t}",
    "\t\t} catch (error) {",
    "\t\t\tif (!signal?.aborted) throw error; // cancelled: end quietly, as a closed input would end it",
    "\t\t} finally {",
    "\t\t\toutput.close();",
    "\t\t}",
    "\t});",
    "\treturn output;",
    "}",
  ],
};
