import type { Pattern } from "./pattern.js";

export const pipelineStage: Pattern = {
  name: "pipeline-stage",
  prefix: "gopipe",
  title: "Pipeline stage",
  whenToUse:
    "One step of a pipeline: takes values from a channel, transforms each, and passes them on. " +
    "The stage closes its output when its input ends or the signal fires, so that stages can be chained.",
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
};
