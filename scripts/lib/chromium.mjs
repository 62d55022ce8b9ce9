// Finds a Chromium to drive the workbench with, and installs Debian's own where that is allowed.

import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @typedef {(line: string) => void} Log */

const NAMES_ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The fonts make screenshots readable on a bare machine; VS Code's search wants ripgrep. */
const DEBIAN_PACKAGES = ["chromium", "fonts-dejavu-core", "ripgrep"];

/** Other installs (a second run of ours, unattended upgrades) hold dpkg's lock for a minute or two. */
const DPKG_LOCK_LIMIT_S = 180;

/**
 * The path of a Chromium or Chrome: `$SLUICE_CHROMIUM`, else one on PATH or at a usual place,
 * else Debian's package, installed when we are root or have sudo without a password.
 * @param {{ log?: Log }} [options]
 * @returns {Promise<string>}
 */
export async function ensureChromium({ log = () => {} } = {}) {
  const chosen = process.env["SLUICE_CHROMIUM"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(
      `SLUICE_CHROMIUM is ${chosen}, which is no program; set it to the path of a Chromium or Chrome.`,
    );
  }
  const found = findChromium();
  if (found) return found;
  if (installOnDebian(log)) {
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium or Chrome found: install one (Debian: apt-get install chromium) or set SLUICE_CHROMIUM to its path.",
  );
}

/**
 * The first executable file of this name on PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return folders
    .flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
    .find(isExecutable);
}

/** @returns {string | undefined} */
function findChromium() {
  for (const name of NAMES_ON_PATH) {
    const path = findOnPath(name);
    if (path) return path;
  }
  return usualPlaces().find(isExecutable);
}

/** @returns {string[]} */
function usualPlaces() {
  switch (process.platform) {
    case "darwin":
      return ["Google Chrome", "Chromium", "Microsoft Edge"].flatMap((app) =>
        ["/Applications", join(process.env["HOME"] ?? "", "Applications")].map((folder) =>
          join(folder, `${app}.app`, "Contents", "MacOS", app),
        ),
      );
    case "win32":
      return [
        "Google/Chrome/Application/chrome.exe",
        "Chromium/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
      ].flatMap((program) =>
        ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
          .map((variable) => process.env[variable])
          .filter((folder) => folder !== undefined)
          .map((folder) => join(folder, program)),
      );
    default:
      return ["/opt/google/chrome/chrome", "/usr/lib/chromium/chromium"];
  }
}

/**
 * @param {Log} log
 * @returns {boolean} whether apt-get said that it installed everything
 */
function installOnDebian(log) {
  const aptGet = findOnPath("apt-get");
  const asRoot = rootPrefix();
  if (!aptGet || !asRoot) return false;
  log(`Installing ${DEBIAN_PACKAGES.join(", ")} with apt-get (once) ...`);
  // A failed update need not matter: the lists on the machine may be fresh enough.
  runQuietly([...asRoot, aptGet, "-q", "update"]);
  const wait = ["-o", `DPkg::Lock::Timeout=${DPKG_LOCK_LIMIT_S}`];
  const install = [aptGet, "-q", "-y", ...wait, "install", "--no-install-recommends", ...DEBIAN_PACKAGES];
  const failure = runQuietly([...asRoot, ...install]);
  if (failure) log(`apt-get could not install them: ${failure}`);
  return !failure;
}

/** @returns {string[] | undefined} what to put before a command to run it as root, if we may */
function rootPrefix() {
  // env, because sudo drops our environment.
  const nonInteractive = ["env", "DEBIAN_FRONTEND=noninteractive"];
  if (process.getuid?.() === 0) return nonInteractive;
  if (findOnPath("sudo") && !runQuietly(["sudo", "-n", "true"])) return ["sudo", "-n", ...nonInteractive];
  return undefined;
}

/**
 * @param {string[]} command
 * @returns {string | undefined} the last line that a failed command wrote; nothing when it succeeded
 */
function runQuietly([file = "", ...args]) {
  const { status, error, stdout, stderr } = spawnSync(file, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status === 0) return undefined;
  return error?.message ?? (`${stdout}\n${stderr}`.trim().split("\n").at(-1) || `exit code ${status}`);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
