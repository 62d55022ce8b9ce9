import type { Pattern } from "./pattern.js";

export const selectTimeout: Pattern = {
  name: "select-timeout",
  prefix: "goseltime",
  title: "Select with timeout",
  whenToUse:
    "Waits for a channel, but not for ever: whichever of the value, the timer and the signal comes first wins. " +
    "The losing timer is cleared, and a value that loses is still in its channel.",
  imports: ["after", "select", "type ReceiveChannel"],
  body: [
    "async function ${1:receiveWithin}«<T>»(channel«: @ReceiveChannel<T>», timeoutMs = ${2|1000,100,5000,30000|}, signal«?: AbortSignal») {",
    "\treturn @select(",
    "\t\tchannel.onReceive((value, ok) => {",
    "\t\t\tif (!ok) return undefined; // closed, and nothing left in it",
    "\t\t\treturn ${3:value};",
    "\t\t}),",
    "\t\t@after(timeoutMs).onReceive(() => {",
    "\t\t\tthrow new Error(`${4:nothing came within \\${timeoutMs\\} ms}`);",
    "\t\t}),",
    "\t\tsignal,",
    "\t);",
    "}",
  ],
};
