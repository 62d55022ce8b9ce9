import type { PatternSource } from "./pattern.js";

export const rateLimit: PatternSource = {
  name: "rate-limit",
  prefix: "gorate",
  title: "Rate limit",
  whenToUse:
    "Works on what comes from a channel, so many a second and no more, whatever the speed at which it " +
    "comes.",
  picture: ["jobs ─────▶ ║ ─ ─ ─ ▶ work", "            10 a second"],
  imports: ["Ticker", "type ReceiveChannel"],
  body: [
    "async function ${1:paced}«<T>»(",
    "\tjobs«: @ReceiveChannel<T>»,",
    "\twork«: (job: T) => Promise<void>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: Promise<void>» {",
    "\tconst pace = new @Ticker(1000 / ${2|10,1,50,100|}); // so many a second",
    "\ttry {",
    "\t\tfor (let job = await jobs.next(signal); !job.done; job = await jobs.next(signal)) {",
    "\t\t\tawait work(job.value);",
    "\t\t\tawait pace.channel.receive(signal);",
    "\t\t}",
    "\t} finally {",
    "\t\tpace.stop();",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Rate limit, without the library",
      whenToUse:
        "Lets callers through so many a second and no more, in the order in which they came. Each awaits " +
        "its turn before it does its work.",
      picture: ["callers ───▶ ║ ─ ─ ─ ▶", "             10 a second"],
      imports: ["setTimeout as sleep from node:timers/promises"],
      body: [
        "function ${1:createRateLimiter}(perSecond = ${2|10,1,50,100|}) {",
        "\tlet nextAt = 0;",
        "\treturn async function turn(signal«?: AbortSignal»)«: Promise<void>» {",
        "\t\tconst now = performance.now();",
        "\t\tconst turnAt = Math.max(now, nextAt);",
        "\t\tnextAt = turnAt + 1000 / perSecond;",
        "\t\tawait @sleep(turnAt - now, undefined, { signal });",
        "\t};",
        "}",
      ],
    },
  ],
};
