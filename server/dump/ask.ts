/** Asking a program that runs under Sluice for something, by its inspector: it listens for nothing else. */
import { ASK_CHANNEL, PROVE_LEAKS } from "../../tracer/wire/index.js";
import { leave } from "./dump.js";
import { dumpErrors } from "./errors.js";
import { reach } from "./target/reach.js";

interface Answer {
  readonly result: { readonly value?: unknown };
}

/** @throws {DumpError} */
export async function askToProveLeaks(pid: number): Promise<void> {
  const reached = await reach({ kind: "pid", pid }, { portHeld: () => undefined });
  try {
    const { result } = await reached.session.send<Answer>("Runtime.evaluate", {
      expression: `(${ASKING})(${JSON.stringify(ASK_CHANNEL)}, ${JSON.stringify(PROVE_LEAKS)})`,
      includeCommandLineAPI: true,
      returnByValue: true,
    });
    if (result.value !== true) throw dumpErrors.failed("the program does not run under this Sluice");
  } finally {
    await leave(reached);
  }
}

/** As text, because no build step may put its helpers into it. True when somebody listened. */
const ASKING = `(name, what) => {
  const load = process.getBuiltinModule ? (id) => process.getBuiltinModule(id)
    : typeof require === "function" ? require : process.mainModule.require;
  const channel = load("node:diagnostics_channel").channel(name);
  const heard = channel.hasSubscribers;
  channel.publish(what);
  return heard;
}`;
