/**
 * How the preload gets into child processes that run Node, and into workers that do not inherit it: by NODE_OPTIONS in
 * the environment of that child alone, from which the preload takes itself away again. What the program passes to the
 * child, and what the child can see, stays what it is.
 */
import { basename, join } from "node:path";
import { SHARE_ENV, type WorkerOptions } from "node:worker_threads";
import {
  KIN_VARIABLE,
  RECORDING_VARIABLE,
  requireOption,
  USER_NODE_OPTIONS_VARIABLE,
  type Kin,
} from "../wire/index.js";

/** What Node makes of the arguments of `spawn`, `fork` and their like before it starts the process. */
export interface SpawnOptions {
  file: string;
  /** The first is the executable's name. */
  args: string[];
  /** "NAME=value" */
  envPairs: string[];
}

const NODE = /^node(js)?(\.exe)?$/i;

/** A command of a shell that does nothing but run Node: the shell hands its environment on, and no other sees it. */
const NODE_COMMAND = /^\s*("[^"$`]*"|'[^']*'|[^\s"'$`;&|<>()]+)(\s[^;&|<>()$`\n]*)?$/;

/** With these Node runs no program, or the preload would make it fail: it may read and write only what it is told. */
const NOT_WITH =
  /^(--(build-snapshot|experimental-sea-config|build-sea|v8-options|version|help|prof-process)|-v|-h)\b/;

const PERMISSION = /--(experimental-)?permission\b/;

/** What js-debug starts beside each process that it attaches to; where our preload comes first we would see it. */
export function isDebuggersOwn({ envPairs }: SpawnOptions): boolean {
  return envPairs.some((pair) => pair.startsWith("NODE_INSPECTOR_INFO="));
}

export function runsNode({ file, args }: SpawnOptions): boolean {
  // An option may take the next argument, so where the options end is not certain: rather not than to break a program.
  if (args.some((arg) => PERMISSION.test(arg))) return false;
  if (isNode(file)) return !optionsIn(args).some((option) => NOT_WITH.test(option));
  const command = args[1] === "-c" ? args[2] : undefined;
  const [, word = "", rest = ""] = NODE_COMMAND.exec(command ?? "") ?? [];
  return isNode(word.replace(/^["']|["']$/g, "")) && !rest.split(/\s+/).some((part) => NOT_WITH.test(part));
}

function isNode(file: string): boolean {
  return file === process.execPath || NODE.test(basename(file));
}

/** Those of Node; what follows the script is the program's. */
function optionsIn(args: readonly string[]): readonly string[] {
  const script = args.findIndex((arg, index) => index > 0 && !arg.startsWith("-"));
  return args.slice(1, script < 0 ? undefined : script);
}

/** The environment is the child's own copy already: Node has just made it. */
export function preloadInto({ args, envPairs }: SpawnOptions, kin: Kin): boolean {
  // A launcher's own: it follows that process itself.
  if (envPairs.some((pair) => pair.startsWith(`${RECORDING_VARIABLE}=`))) return false;
  const at = envPairs.findIndex((pair) => pair.startsWith("NODE_OPTIONS="));
  const users = at < 0 ? undefined : envPairs[at]?.slice("NODE_OPTIONS=".length);
  if (users !== undefined && PERMISSION.test(users)) return false;
  for (const [name, value] of Object.entries(preloadVariables(users, kin))) {
    if (name === "NODE_OPTIONS" && at >= 0) envPairs[at] = `${name}=${value}`;
    else envPairs.push(`${name}=${value}`);
  }
  withoutPreload(args);
  return true;
}

/** Node's test runner hands the options that it runs with on to the processes that it starts, ours included. */
function withoutPreload(args: string[]): void {
  const path = preloadPath();
  for (let i = args.length - 1; i > 0; i--) {
    if (args[i] === `--require=${path}`) args.splice(i, 1);
    else if (args[i] === "--require" && args[i + 1] === path) args.splice(i, 2);
  }
}

/** The options of a worker that would not inherit the preload; null when it will. */
export function optionsWithPreload(options: WorkerOptions | undefined, kin: Kin): WorkerOptions | null {
  const { env, execArgv } = options ?? {};
  if (env === SHARE_ENV || (env == null && execArgv === undefined)) return null;
  const own = { ...(env ?? process.env) };
  const users = own["NODE_OPTIONS"];
  return { ...options, env: { ...own, ...preloadVariables(users, kin) } };
}

function preloadVariables(users: string | undefined, kin: Kin): Record<string, string> {
  return {
    NODE_OPTIONS: [requireOption(preloadPath()), users].filter(Boolean).join(" "),
    ...(users === undefined ? {} : { [USER_NODE_OPTIONS_VARIABLE]: users }),
    [KIN_VARIABLE]: JSON.stringify(kin),
  };
}

/** This very file, as it was bundled. */
function preloadPath(): string {
  return join(import.meta.dirname, "register.cjs");
}
