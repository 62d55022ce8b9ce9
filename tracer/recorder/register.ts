/**
 * The preload: `node --require sluice/register` or `--import sluice/register`.
 *
 * It runs before the program, in the program's process. Whatever goes wrong here, the program must not notice:
 * it then simply runs without a tracer.
 */
import { hasSubscribers, subscribe } from "node:diagnostics_channel";
import { isMainThread } from "node:worker_threads";
import { LEAKS_VARIABLE, RECORDING_VARIABLE, USER_NODE_OPTIONS_VARIABLE } from "../wire/index.js";
import { ownRecordingPath, RecordingFile } from "./output.js";
import { Tracer } from "./tracer.js";

/**
 * One tracer a process, even when two copies of this file are preloaded: it has a subscriber then. Nothing lists the
 * channels of a process.
 */
const STARTED = "sluice:tracer";

function startTracer(): void {
  const { recording, proveLeaks } = takeEnvironment();
  if (!isMainThread || hasSubscribers(STARTED)) return;
  subscribe(STARTED, () => undefined);
  const file = new RecordingFile(recording ?? ownRecordingPath());
  new Tracer(file, { keepFile: recording !== undefined, proveLeaks }).start();
}

/** Takes what the launcher put into the environment, so that the program sees what its user set. */
function takeEnvironment(): { recording: string | undefined; proveLeaks: boolean } {
  const recording = process.env[RECORDING_VARIABLE];
  const proveLeaks = process.env[LEAKS_VARIABLE] === "1";
  Reflect.deleteProperty(process.env, LEAKS_VARIABLE);
  if (recording === undefined) return { recording, proveLeaks };
  const nodeOptions = process.env[USER_NODE_OPTIONS_VARIABLE];
  Reflect.deleteProperty(process.env, RECORDING_VARIABLE);
  Reflect.deleteProperty(process.env, USER_NODE_OPTIONS_VARIABLE);
  if (nodeOptions === undefined) Reflect.deleteProperty(process.env, "NODE_OPTIONS");
  else process.env["NODE_OPTIONS"] = nodeOptions;
  return { recording, proveLeaks };
}

try {
  // The cache of modules is the program's: some look into it, and some clear it.
  Reflect.deleteProperty(require.cache, __filename);
  startTracer();
} catch {
  // No folder to write to, no rights: the launcher sees that there is no recording, and says so.
}
