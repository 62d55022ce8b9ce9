/**
 * The preload: `node --require sluice/register` or `--import sluice/register`.
 *
 * It runs before the program, in the program's process. Whatever goes wrong here, the program must not notice:
 * it then simply runs without a tracer.
 */
import { hasSubscribers, subscribe } from "node:diagnostics_channel";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import {
  COUNTS_VARIABLE,
  COVERAGE_VARIABLE,
  KIN_VARIABLE,
  LEAKS_VARIABLE,
  RECORDING_VARIABLE,
  TRACER_CHANNEL,
  USER_NODE_OPTIONS_VARIABLE,
  type Kin,
  type TracerRequest,
} from "../wire/index.js";
import { noteUnrecorded, RecordingFile } from "./output.js";
import { Tracer } from "./tracer.js";
import { isOrphan, memberUnit, rootUnit, WORKER_KIN, type Unit, type WorkerKin } from "./unit.js";

/**
 * One tracer a thread, even when two copies of this file are preloaded: it has a subscriber then. Nothing lists the
 * channels of a thread.
 */
function startTracer(): void {
  const unit = isMainThread ? processUnit() : workerUnit();
  if (unit === null || hasSubscribers(TRACER_CHANNEL) || isOrphan(unit)) return;
  try {
    startIn(unit);
  } catch {
    // No folder to write to, no rights, no room. Of the first process its launcher sees that there is no recording.
    if (unit.name !== "") noteUnrecorded(unit.root);
  }
}

function startIn(unit: Unit): void {
  const file = new RecordingFile(unit.recording);
  try {
    // Whoever follows the tree first removes the root, then looks for the others: one that it missed sees that.
    if (isOrphan(unit)) {
      file.remove();
      return;
    }
    const tracer = new Tracer(file, unit);
    subscribe(TRACER_CHANNEL, (request) => {
      (request as TracerRequest).tracer = {
        version: 1,
        recording: unit.recording,
        mark: () => tracer.mark(),
        flush: (done) => tracer.flush(done),
      };
    });
    tracer.start();
  } catch (error) {
    file.remove();
    throw error;
  }
}

/** Takes what was put into the environment for the tracer, so that the program sees what its user set. */
function processUnit(): Unit {
  const { recording, kin, proveLeaks } = takeEnvironment();
  return kin === undefined ? rootUnit(recording, proveLeaks) : memberUnit(JSON.parse(kin) as Kin, null);
}

/** Null for a thread that no traced thread has started, such as one of Node's own. */
function workerUnit(): Unit | null {
  takeEnvironment();
  const told = getEnvironmentData(WORKER_KIN);
  if (typeof told !== "string") return null;
  setEnvironmentData(WORKER_KIN);
  const { script, ...kin } = JSON.parse(told) as WorkerKin;
  return memberUnit(kin, script);
}

const OURS = [
  RECORDING_VARIABLE,
  KIN_VARIABLE,
  LEAKS_VARIABLE,
  COUNTS_VARIABLE,
  USER_NODE_OPTIONS_VARIABLE,
] as const;

function takeEnvironment(): {
  recording: string | undefined;
  kin: string | undefined;
  proveLeaks: boolean;
} {
  const { env } = process;
  const recording = env[RECORDING_VARIABLE];
  const kin = env[KIN_VARIABLE];
  const proveLeaks = env[LEAKS_VARIABLE] === "1";
  const nodeOptions = env[USER_NODE_OPTIONS_VARIABLE];
  // Node has read it by now, and has begun to count.
  if (env[COUNTS_VARIABLE] === "1") Reflect.deleteProperty(env, COVERAGE_VARIABLE);
  for (const name of OURS) Reflect.deleteProperty(env, name);
  if (recording === undefined && kin === undefined) return { recording, kin, proveLeaks };
  if (nodeOptions === undefined) Reflect.deleteProperty(env, "NODE_OPTIONS");
  else env["NODE_OPTIONS"] = nodeOptions;
  return { recording, kin, proveLeaks };
}

try {
  // The cache of modules is the program's: some look into it, and some clear it.
  Reflect.deleteProperty(require.cache, __filename);
  startTracer();
} catch {
  // What was handed down makes no sense: not ours to understand.
}
