import type { PatternSource } from "./pattern.js";

export const gracefulShutdown: PatternSource = {
  name: "graceful-shutdown",
  prefix: "goshut",
  title: "Graceful shutdown",
  whenToUse:
    "Runs until the process is told to stop, then lets go of what it holds, within a limit of time. A " +
    "second signal ends the process the hard way.",
  picture: ["SIGTERM ──▶ ctx ends ──▶ run ends", "                    ──▶ release, 10 s at most"],
  imports: ["background", "notifyContext", "withTimeout", "type Context"],
  body: [
    "async function ${1:runUntilStopped}(",
    "\trun«: (ctx: @Context) => Promise<void>»,",
    "\trelease«: (ctx: @Context) => Promise<void>»,",
    ")«: Promise<void>» {",
    '\tconst [ctx, stop] = @notifyContext(@background(), "SIGINT", "SIGTERM");',
    "\ttry {",
    "\t\tawait run(ctx);",
    "\t} finally {",
    "\t\tstop(); // from here on a signal ends the process at once",
    "\t\tconst [grace, cancel] = @withTimeout(@background(), ${2|10000,5000,30000|});",
    "\t\ttry {",
    "\t\t\tawait release(grace);",
    "\t\t} finally {",
    "\t\t\tcancel();",
    "\t\t}",
    "\t}",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Graceful shutdown, without the library",
      whenToUse:
        "Runs until the process is told to stop, then lets go of what it holds, within a limit of time. A " +
        "second signal ends the process the hard way.",
      picture: ["SIGTERM ──▶ signal fires ──▶ run ends", "                        ──▶ release, 10 s at most"],
      imports: [],
      body: [
        "async function ${1:runUntilStopped}(",
        "\trun«: (signal: AbortSignal) => Promise<void>»,",
        "\trelease«: (signal: AbortSignal) => Promise<void>»,",
        ")«: Promise<void>» {",
        "\tconst stopping = new AbortController();",
        "\tconst stop = (name«: NodeJS.Signals») => {",
        '\t\tprocess.off("SIGINT", stop).off("SIGTERM", stop); // from here on a signal ends the process at once',
        "\t\tstopping.abort(new Error(`received \\${name}`));",
        "\t};",
        '\tprocess.on("SIGINT", stop).on("SIGTERM", stop);',
        "\ttry {",
        "\t\tawait run(stopping.signal);",
        "\t} finally {",
        '\t\tprocess.off("SIGINT", stop).off("SIGTERM", stop);',
        "\t\tawait release(AbortSignal.timeout(${2|10000,5000,30000|}));",
        "\t}",
        "}",
      ],
    },
  ],
};
