import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where what the tests need from outside is kept between runs (VS Code servers, Node binaries): outside of the
 * repository, so that fresh clones share it. `SLUICE_CACHE` overrides it.
 */
export function cacheFolder() {
  const { SLUICE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (SLUICE_CACHE) return SLUICE_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "sluice");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "sluice");
  if (process.platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "sluice");
  return join(homedir(), ".cache", "sluice");
}
