import type { PatternSource } from "./pattern.js";

export const once: PatternSource = {
  name: "once",
  prefix: "goonce",
  title: "Once",
  whenToUse:
    "Computes something when it is first asked for, and once. Everyone who asks gets the same value, " +
    "also those who ask while it is still being made.",
  picture: [
    "call 1 ──▶ ( compute ) ──▶ value",
    "call 2 ··················▶ value",
    "call 3 ··················▶ value",
  ],
  imports: ["onceValue"],
  body: [
    "/** Takes a signal, as every wait does: who gives up does not stop it for the others. */",
    "const ${1:loadOnce} = @onceValue(async () => {",
    "\t${2:return new Date();}",
    "});",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Once, without the library",
      whenToUse:
        "Computes something when it is first asked for, and once. A failure is forgotten, so that the " +
        "next call tries again.",
      picture: ["call 1 ──▶ ( compute ) ──▶ value", "call 2 ··················▶ value"],
      imports: [],
      body: [
        "let ${1:loading}«: Promise<${2:Date}> | undefined»;",
        "",
        "function ${3:loadOnce}()«: Promise<${2:Date}>» {",
        "\tconst load = async () => {",
        "\t\t${4:return new Date();}",
        "\t};",
        "\t${1:loading} ??= load().catch((error) => {",
        "\t\t${1:loading} = undefined; // the next call tries again",
        "\t\tthrow error;",
        "\t});",
        "\treturn ${1:loading};",
        "}",
      ],
    },
  ],
};
