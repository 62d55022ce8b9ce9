import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

/** What the VSIX holds, and nothing else: an extension that works from here works when it is installed. */
const CONTENTS = ["package.json", "README.md", "LICENSE", "dist/extension", "docs", "media"];

/** The sources of the pages: what is made of them is in dist. */
const SOURCES = /^media[\\/](?:common|graph|timeline|wire)$|^media[\\/]tsconfig\.json$/;

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
  const filter = (/** @type {string} */ path) => !SOURCES.test(relative(root, path));
  for (const name of CONTENTS) cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  return folder;
}
