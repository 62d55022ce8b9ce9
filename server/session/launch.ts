/** How a program is started under the tracer: the same for the terminal and for the debug adapter. */
import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  COUNTS_VARIABLE,
  COVERAGE_VARIABLE,
  LEAKS_VARIABLE,
  RECORDING_VARIABLE,
  requireOption,
  USER_NODE_OPTIONS_VARIABLE,
} from "../../tracer/wire/index.js";
import { countsFolder, newRecordingPath } from "./recordings.js";

export interface LaunchRequest {
  /** The script, absolute or relative to `cwd`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to this process's environment; null removes a name. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** The Node to run, a path or a name on PATH; the Node of this process when absent. */
  readonly runtimeExecutable?: string;
  readonly runtimeArgs?: readonly string[];
  /** Force collections while the program is idle, to prove leaks. */
  readonly proveLeaks?: boolean;
  /** Have Node count how often each block runs, unless the user has it count already. */
  readonly countRuns?: boolean;
}

/** What to spawn. The traced program writes its recording to `recording`, which the launcher must remove. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly recording: string;
}

/** Why a program cannot be launched. The message is one line that says what is wrong and what to do. */
export class LaunchError extends Error {
  override name = "LaunchError";
}

/** Node adds one of these by itself to a script that is named without it. */
const ADDED_EXTENSIONS = [".js", ".json", ".node"];

const TYPESCRIPT = new Set([".ts", ".mts", ".cts", ".tsx"]);

/** Runtime arguments that say that the user has seen to the compilation of TypeScript. */
const LOADER_ARGUMENT = /^(--import|--loader|--experimental-loader|--require|-r|--experimental-strip-types)/;

/** @throws {LaunchError} when the program is not there, or this Node cannot run it. */
export async function prepareLaunch(request: LaunchRequest): Promise<Launch> {
  const program = existingProgram(request);
  const command = request.runtimeExecutable ?? process.execPath;
  const runtimeArgs = request.runtimeArgs ?? [];
  const loader = runtimeArgs.some((arg) => LOADER_ARGUMENT.test(arg))
    ? []
    : await loaderFor(program, command);
  const recording = newRecordingPath();
  return {
    command,
    args: [...runtimeArgs, ...loader, program, ...request.args],
    cwd: request.cwd,
    env: tracedEnvironment(request, recording),
    recording,
  };
}

function existingProgram(request: LaunchRequest): string {
  if (!isFolder(request.cwd)) {
    throw new LaunchError(`the working directory ${request.cwd} does not exist: check "cwd"`);
  }
  const path = resolve(request.cwd, request.program);
  if (existsSync(path) || ADDED_EXTENSIONS.some((extension) => existsSync(path + extension))) return path;
  throw new LaunchError(`there is no program ${path}: check the path`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The arguments that make this Node run this program: none, unless it is TypeScript that Node cannot strip. */
async function loaderFor(program: string, node: string): Promise<string[]> {
  if (!TYPESCRIPT.has(extname(program))) return [];
  const { version, stripsTypes } = await askNode(node);
  if (stripsTypes && extname(program) !== ".tsx") return [];
  const tsx = resolveFrom(program, "tsx");
  if (tsx !== null) return ["--import", pathToFileURL(tsx).href];
  throw new LaunchError(
    `Node ${version} cannot run ${program} by itself: install tsx beside it (npm install --save-dev tsx), ` +
      "or use Node 22.18 or later",
  );
}

async function askNode(node: string): Promise<{ version: string; stripsTypes: boolean }> {
  const question = "process.version + ' ' + Boolean(process.features.typescript)";
  try {
    const { stdout } = await promisify(execFile)(node, ["--print", question], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const [version = "", strips] = stdout.trim().split(" ");
    return { version, stripsTypes: strips === "true" };
  } catch {
    throw new LaunchError(`cannot run ${node}: check the path of the Node to use`);
  }
}

function resolveFrom(program: string, name: string): string | null {
  try {
    return createRequire(program).resolve(name);
  } catch {
    return null;
  }
}

function tracedEnvironment(request: LaunchRequest, recording: string): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...process.env };
  for (const [name, value] of Object.entries(request.env ?? {})) env[name] = value ?? undefined;
  const users = env["NODE_OPTIONS"];
  env["NODE_OPTIONS"] = [requireOption(preloadPath()), users].filter(Boolean).join(" ");
  env[RECORDING_VARIABLE] = recording;
  env[USER_NODE_OPTIONS_VARIABLE] = users;
  env[LEAKS_VARIABLE] = request.proveLeaks === true ? "1" : undefined;
  const counts = request.countRuns === true && env[COVERAGE_VARIABLE] === undefined;
  env[COUNTS_VARIABLE] = counts ? "1" : undefined;
  if (counts) env[COVERAGE_VARIABLE] = countsFolder(recording);
  return env;
}

/** The preload lies beside the bundle that this code is part of. */
function preloadPath(): string {
  return join(import.meta.dirname, "register.cjs");
}
