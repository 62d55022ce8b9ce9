import type { PatternSource } from "./pattern.js";

export const generator: PatternSource = {
  name: "generator",
  prefix: "gogen",
  title: "Generator",
  whenToUse:
    "A task that produces values into a channel until nobody wants more: the start of a pipeline. The " +
    "capacity says how far it may run ahead.",
  picture: ["[ 0, 1, 2, ... ] ──▶ output"],
  imports: ["chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:generate}(signal«: AbortSignal»)«: @ReceiveChannel<${2:number}>» {",
    "\tconst output = @chan«<${2:number}>»(${3|0,1,16,128|});",
    '\t@go.named("${1:generate}", async () => {',
    "\t\ttry {",
    "\t\t\tfor (let count = 0; ; count++) {",
    "\t\t\t\tawait output.send(${4:count}, signal);",
    "\t\t\t}",
    "\t\t} catch (error) {",
    "\t\t\tif (!signal.aborted) throw error; // stopped: end quietly",
    "\t\t} finally {",
    "\t\t\toutput.close();",
    "\t\t}",
    "\t});",
    "\treturn output;",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Generator, without the library",
      whenToUse:
        "Produces values one by one as they are asked for. Leaving the loop that reads them runs the " +
        "finally block.",
      picture: ["[ 0, 1, 2, ... ] ──▶ for await"],
      imports: [],
      body: [
        "async function* ${1:generate}(signal«?: AbortSignal»)«: AsyncGenerator<${2:number}>» {",
        "\ttry {",
        "\t\tfor (let count = 0; !signal?.aborted; count++) {",
        "\t\t\tyield ${3:count};",
        "\t\t}",
        "\t} finally {",
        "\t\t${4:// Release here what the generator holds.}",
        "\t}",
        "}",
      ],
    },
  ],
};
