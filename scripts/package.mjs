/** `npm run package`: `dist/sluice-<version>.vsix` and `dist/sluice-<version>.tgz`. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./lib/packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

ensurePackages(root, console.error);
await import("./build.mjs");
const { packExtension, packLibrary } = await import("./lib/pack.mjs");
await packExtension(root, join(root, `dist/sluice-${version}.vsix`));
packLibrary(root, join(root, "dist"));
console.log(`dist/sluice-${version}.vsix\ndist/sluice-${version}.tgz`);
