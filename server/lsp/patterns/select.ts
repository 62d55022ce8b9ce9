import type { PatternSource } from "./pattern.js";

export const select: PatternSource = {
  name: "select",
  prefix: "gosel",
  title: "Select",
  whenToUse:
    "Serves several channels in one task, whichever is ready first, until all of them have ended. A " +
    "channel that has ended is left out of the select, as a nil channel in Go.",
  picture: ["jobs     ──┐", "commands ──┼──▶ ( select ) one at a time", "signal   ──┘"],
  imports: ["select", "type ReceiveChannel"],
  body: [
    "async function ${1:serve}«<Job, Command>»(",
    "\tjobs«: @ReceiveChannel<Job>»,",
    "\tcommands«: @ReceiveChannel<Command>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: Promise<void>» {",
    "\tlet openJobs«: @ReceiveChannel<Job> | undefined» = jobs;",
    "\tlet openCommands«: @ReceiveChannel<Command> | undefined» = commands;",
    "\twhile (openJobs || openCommands) {",
    "\t\tawait @select(",
    "\t\t\topenJobs?.onReceive((job, ok) => {",
    "\t\t\t\tif (!ok) openJobs = undefined; // ended: no longer a case",
    '\t\t\t\telse ${2:console.log("job", job)};',
    "\t\t\t}),",
    "\t\t\topenCommands?.onReceive((command, ok) => {",
    "\t\t\t\tif (!ok) openCommands = undefined;",
    '\t\t\t\telse ${3:console.log("command", command)};',
    "\t\t\t}),",
    "\t\t\tsignal,",
    "\t\t);",
    "\t}",
    "}",
  ],
};
