import type { PatternSource } from "./pattern.js";

export const selectTimeout: PatternSource = {
  name: "select-timeout",
  prefix: "goseltime",
  title: "Select with timeout",
  whenToUse:
    "Waits for a channel, but not for ever: whichever of the value, the timer and the signal comes " +
    "first wins. The losing timer is cleared, and a value that loses is still in its channel.",
  picture: ["channel ──┐", "timer   ──┼──▶ ( select ) the first one", "signal  ──┘"],
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
  variants: [
    {
      suffix: "plain",
      title: "Promise with timeout, without the library",
      whenToUse:
        "Waits for a promise, but not for ever. The losing timer is cleared; what the promise stands for " +
        "goes on, so where it takes a signal prefer the context with timeout.",
      picture: ["promise ──┐", "timer   ──┼──▶ the first one", "signal  ──┘"],
      imports: ["setTimeout as sleep from node:timers/promises"],
      body: [
        "async function ${1:within}«<T>»(promise«: Promise<T>», timeoutMs = ${2|1000,100,5000,30000|}, signal«?: AbortSignal»)«: Promise<T>» {",
        "\tconst settled = new AbortController();",
        "\tconst stop = AbortSignal.any(signal ? [signal, settled.signal] : [settled.signal]);",
        "\tconst late = @sleep(timeoutMs, undefined, { signal: stop }).then(() => {",
        "\t\tthrow new Error(`${3:nothing came within \\${timeoutMs\\} ms}`);",
        "\t});",
        "\ttry {",
        "\t\treturn await Promise.race([promise, late]);",
        "\t} finally {",
        "\t\tsettled.abort(); // the losing timer is cleared",
        "\t}",
        "}",
      ],
    },
  ],
};
