import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Peers are dev dependencies; `SLUICE_BENCH_PEERS` names another folder that has them installed. */
const folder = process.env.SLUICE_BENCH_PEERS;
const require = createRequire(folder === undefined ? import.meta.url : join(folder, "package.json"));

/** Loads a peer as its users would. */
export async function load(name) {
  const module = await import(pathToFileURL(require.resolve(name)).href);
  // CommonJS comes wrapped, once for Node and perhaps once more for the tool that compiled it.
  return module.default?.default ?? module.default ?? module;
}
