import type { PatternSource } from "./pattern.js";

export const pipelineStage: PatternSource = {
  name: "pipeline-stage",
  prefix: "gopipe",
  title: "Pipeline stage",
  whenToUse:
    "One step of a pipeline: takes values from a channel, transforms each, and passes them on. The " +
    "stage closes its output when its input ends or the signal fires, so that stages can be chained.",
  picture: ["input ──▶ [ stage ] ──▶ output", "          one value at a time"],
  imports: ["chan", "go", "type ReceiveChannel"],
  body: [
    "function ${1:stage}(input«: @ReceiveChannel<${2:string}>», signal«?: AbortSignal»)«: @ReceiveChannel<${3:number}>» {",
    "\tconst output = @chan«<${3:number}>»(${4|0,1,16,128|});",
    '\t@go.named("${1:stage}", async () => {',
    "\t\ttry {",
    "\t\t\tfor (let item = await input.next(signal); !item.done; item = await input.next(signal)) {",
    "\t\t\t\tawait output.send(${5:item.value.length}, signal);",
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
  variants: [
    {
      suffix: "plain",
      title: "Pipeline stage, without the library",
      whenToUse:
        "One step of a pipeline of async iterables: each value is transformed when the next stage asks " +
        "for it. Leaving the loop ends the stages before it too.",
      picture: ["input ──▶ [ stage ] ──▶ for await", "          works when it is asked"],
      imports: [],
      body: [
        "async function* ${1:stage}(input«: AsyncIterable<${2:string}>», signal«?: AbortSignal»)«: AsyncGenerator<${3:number}>» {",
        "\tfor await (const item of input) {",
        "\t\tsignal?.throwIfAborted();",
        "\t\tyield ${4:item.length};",
        "\t}",
        "}",
      ],
    },
  ],
};
