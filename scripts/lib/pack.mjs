import { createVSIX } from "@vscode/vsce";
import { npm } from "./packages.mjs";

/**
 * Packs what the last build made as an extension.
 *
 * @param {string} root
 * @param {string} file the `.vsix`
 */
export async function packExtension(root, file) {
  // Everything is bundled, so no packages go in. Links of the README lead to files that are in it.
  await createVSIX({
    cwd: root,
    packagePath: file,
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
}

/**
 * The same as an npm package.
 *
 * @param {string} root
 * @param {string} folder where the `.tgz` goes
 */
export function packLibrary(root, folder) {
  npm(["pack", "--silent", "--pack-destination", folder, `${root}/dist/npm`], root);
}
