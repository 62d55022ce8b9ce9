import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What the VSIX holds, and nothing else: an extension that works from here works when it is installed. */
const CONTENTS = ["package.json", "README.md", "LICENSE", "dist/extension", "media"];

/**
 * Copies the built extension to a folder of its own. Needs a finished build.
 *
 * @param {string} root the repository
 * @param {string} [folder] default: an ignored folder of the repository
 * @returns {string} the folder
 */
export function stageExtension(root, folder = join(root, ".cache", "extension")) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of CONTENTS) cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
}
