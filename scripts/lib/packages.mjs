import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs the npm packages of the repository unless they are there and as new as the lock file.
 *
 * @param {string} root The repository.
 * @param {(line: string) => void} log
 */
export function ensurePackages(root, log) {
  const installed = join(root, "node_modules/.package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  log("installing npm packages");
  npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], root);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  // On Windows npm is a script, which only a shell can run. None of the arguments needs quoting.
  execFileSync("npm", args, {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
}
