/** The demo as a workspace of its own, outside of the sources: as a user's project would be, with its packages. */
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/** tsx runs TypeScript where Node cannot; the types are for the editor. Their own dependencies are found from here. */
const PACKAGES = ["tsx", "@types/node"];

/**
 * Copies the demo, over what is there, and links the packages that it uses. Needs a finished build.
 *
 * @param {string} root the repository
 * @param {string} [folder] default: an ignored folder of the repository
 * @returns {string} the folder to open
 */
export function prepareDemo(root, folder = join(root, ".cache", "demo")) {
  cpSync(join(root, "test", "programs", "demo"), folder, { recursive: true });
  link(join(root, "dist", "npm"), join(folder, "node_modules", "sluice"));
  for (const name of PACKAGES) {
    link(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

/**
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  // Junctions need no rights on Windows; elsewhere the word means nothing.
  symlinkSync(target, path, "junction");
}
