/** `npm run package`: `dist/sluice-<version>.vsix` and `dist/sluice-<version>.tgz`. */
import { createVSIX } from "@vscode/vsce";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages, npm } from "./lib/packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const vsix = join(root, `dist/sluice-${version}.vsix`);

ensurePackages(root, console.error);
await import("./build.mjs");
// Everything is bundled, so no packages go in.
await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
npm(["pack", "--silent", "--pack-destination", join(root, "dist"), join(root, "dist/npm")], root);
console.log(`dist/sluice-${version}.vsix\ndist/sluice-${version}.tgz`);
