/**
 * How a program that the JavaScript debugger launches comes to run under Sluice: its launch configuration gets the
 * preload by NODE_OPTIONS. The debugger puts its own in front, keeps what it finds there, and hands both to children.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { requireOption } from "../../tracer/wire/index.js";

/** Whatever a user's launch.json holds. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What the JavaScript debugger launches Node by; the second is the first as it is resolved. */
export const NODE_TYPES = ["node", "pwa-node", "node-terminal"] as const;

/** The key of a configuration that says whether it is traced, whatever the setting says. */
export const TRACE_KEY = "sluice.trace";

/** Debuggers of these types launch programs; but not everything that they launch is Node. */
const OTHERS: Readonly<Record<string, string>> = {
  deno: "Deno",
  bun: "Bun",
  bunx: "Bun",
  electron: "Electron",
};

/** The runtime that a configuration launches and Sluice cannot trace; null when it is Node, or leads to it. */
export function otherRuntime({ runtimeExecutable, command }: Configuration): string | null {
  const words = typeof command === "string" ? command.trim().split(/\s+/) : [];
  const first =
    typeof runtimeExecutable === "string" ? runtimeExecutable : words[0] === "npx" ? words[1] : words[0];
  const name = basename((first ?? "").replaceAll("\\", "/")).replace(/\.(exe|cmd)$/i, "");
  return OTHERS[name.toLowerCase()] ?? null;
}

/** Whether the configuration has the preload in it already. */
export function hasPreload(configuration: Configuration, preload: string): boolean {
  return textOf(environmentOf(configuration)["NODE_OPTIONS"]).includes(requireOption(preload));
}

/**
 * @param preload the path of the preload
 * @param notOurs globs of files that are not the user's own and not to be stepped into
 * @returns the configuration with the preload and what else the user has in it
 */
export function withPreload<C extends Configuration>(
  configuration: C,
  preload: string,
  notOurs: readonly string[],
): C {
  if (hasPreload(configuration, preload)) return configuration;
  const env = environmentOf(configuration);
  // What stands in the configuration hides what stands in the file, ours as well.
  const users = "NODE_OPTIONS" in env ? textOf(env["NODE_OPTIONS"]) : optionsInFile(configuration["envFile"]);
  const NODE_OPTIONS = [requireOption(preload), users].filter(Boolean).join(" ");
  const { skipFiles } = configuration;
  const skipped: readonly unknown[] = Array.isArray(skipFiles) ? skipFiles : [];
  return { ...configuration, env: { ...env, NODE_OPTIONS }, skipFiles: [...skipped, ...notOurs] };
}

/** Files of Sluice in a program: the tracer's, and those of the library that the program has installed. */
export function filesOfSluice(preload: string, cwd: unknown): string[] {
  const files = [`${slashes(dirname(preload))}/**`, "**/node_modules/sluice/**"];
  if (typeof cwd !== "string") return files;
  try {
    // It may be linked from elsewhere, and the engine knows files by their real paths.
    const library = createRequire(join(cwd, "package.json")).resolve("sluice");
    return [...files, `${slashes(dirname(library))}/**`];
  } catch {
    return files;
  }
}

function environmentOf({ env }: Configuration): Readonly<Record<string, unknown>> {
  return typeof env === "object" && env !== null ? (env as Record<string, unknown>) : {};
}

/** The debugger itself says so when the file cannot be read. */
function optionsInFile(envFile: unknown): string {
  if (typeof envFile !== "string") return "";
  try {
    return textOf(parseEnv(readFileSync(envFile, "utf8"))["NODE_OPTIONS"]);
  } catch {
    return "";
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
