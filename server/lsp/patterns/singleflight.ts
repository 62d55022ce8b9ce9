import type { PatternSource } from "./pattern.js";

export const singleflight: PatternSource = {
  name: "singleflight",
  prefix: "gosingle",
  title: "Singleflight",
  whenToUse:
    "Makes one computation of all that are asked for under the same key at the same time: against " +
    "stampedes on a cache. Nothing is kept once it has ended.",
  picture: ["get(a) ──┐", "get(a) ──┼──▶ ( load a ) ──▶ all three", "get(a) ──┘"],
  imports: ["SingleFlight"],
  body: [
    'const ${1:flights} = new @SingleFlight«<${2:string}>»("${1:flights}");',
    "",
    "function ${3:load}(key«: string», signal«?: AbortSignal»)«: Promise<${2:string}>» {",
    "\treturn ${1:flights}.do(",
    "\t\tkey,",
    "\t\tasync () => {",
    "\t\t\t${4:return `value of \\${key\\}`;}",
    "\t\t},",
    "\t\tsignal,",
    "\t);",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Singleflight, without the library",
      whenToUse:
        "Makes one promise of all that are asked for under the same key at the same time. Nothing is kept " +
        "once it has settled.",
      picture: ["get(a) ──┐", "get(a) ──┼──▶ ( load a ) ──▶ all three", "get(a) ──┘"],
      imports: [],
      body: [
        "const ${1:flights} = new Map«<string, Promise<${2:string}>>»();",
        "",
        "function ${3:load}(key«: string»)«: Promise<${2:string}>» {",
        "\tconst compute = async () => {",
        "\t\t${4:return `value of \\${key\\}`;}",
        "\t};",
        "\tconst flight = ${1:flights}.get(key) ?? compute().finally(() => ${1:flights}.delete(key));",
        "\t${1:flights}.set(key, flight);",
        "\treturn flight;",
        "}",
      ],
    },
  ],
};
