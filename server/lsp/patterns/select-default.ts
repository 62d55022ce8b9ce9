import type { PatternSource } from "./pattern.js";

export const selectDefault: PatternSource = {
  name: "select-default",
  prefix: "goseldef",
  title: "Non-blocking select",
  whenToUse:
    "Takes from a channel what is there now, and does not wait: the otherwise case is chosen when " +
    "nothing is ready. In a loop wait for something else as well, or it spins.",
  picture: ["channel ──┐", "          ├──▶ ( select ) at once", "otherwise ┘"],
  imports: ["otherwise", "select", "type ReceiveChannel"],
  body: [
    "async function ${1:poll}«<T>»(channel«: @ReceiveChannel<T>», signal«?: AbortSignal») {",
    "\treturn @select(",
    "\t\tchannel.onReceive((value, ok) => {",
    '\t\t\tif (!ok) return { state: "closed" }« as const»;',
    '\t\t\treturn { state: "value", value }« as const»;',
    "\t\t}),",
    "\t\t@otherwise(() => {",
    '\t\t\treturn { state: ${2|"empty","later"|} }« as const»; // nothing is ready',
    "\t\t}),",
    "\t\tsignal,",
    "\t);",
    "}",
  ],
};
