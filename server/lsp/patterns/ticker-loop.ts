import type { PatternSource } from "./pattern.js";

export const tickerLoop: PatternSource = {
  name: "ticker-loop",
  prefix: "gotick",
  title: "Ticker loop",
  whenToUse:
    "Does something again and again at a fixed period, until the signal fires. Ticks that come while " +
    "the work still runs are dropped, so that they do not pile up.",
  picture: ["──┬────┬────┬────┬──▶ time", "  ▼    ▼    ▼    ▼", " tick tick tick tick"],
  imports: ["Ticker"],
  body: [
    "async function ${1:repeat}(work«: (signal: AbortSignal) => Promise<void>», signal«: AbortSignal»)«: Promise<void>» {",
    "\tconst ticker = new @Ticker(${2|1000,100,10000,60000|});",
    "\ttry {",
    "\t\twhile (!signal.aborted) {",
    "\t\t\tawait ticker.channel.receive(signal);",
    "\t\t\tawait work(signal);",
    "\t\t}",
    "\t} catch (error) {",
    "\t\tif (!signal.aborted) throw error; // stopped: end quietly",
    "\t} finally {",
    "\t\tticker.stop();",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Loop at a period, without the library",
      whenToUse: "Does something again and again at a fixed period, until the signal fires.",
      picture: ["──┬────┬────┬────┬──▶ time", "  ▼    ▼    ▼    ▼", " work work work work"],
      imports: ["setTimeout as sleep from node:timers/promises"],
      body: [
        "async function ${1:repeat}(work«: (signal: AbortSignal) => Promise<void>», signal«: AbortSignal»)«: Promise<void>» {",
        "\tconst periodMs = ${2|1000,100,10000,60000|};",
        "\ttry {",
        "\t\tfor (let next = performance.now() + periodMs; !signal.aborted; next += periodMs) {",
        "\t\t\tawait @sleep(Math.max(0, next - performance.now()), undefined, { signal });",
        "\t\t\tawait work(signal);",
        "\t\t}",
        "\t} catch (error) {",
        "\t\tif (!signal.aborted) throw error; // stopped: end quietly",
        "\t}",
        "}",
      ],
    },
  ],
};
