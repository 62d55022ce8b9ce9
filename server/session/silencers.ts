import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { Model } from "../model/model.js";
import { silencersIn, type Silencer } from "../model/silencer.js";

/** The silencing comments in the sources that took part in a run. A file that is not there (any more) has none. */
export async function silencersOf(model: Model): Promise<Silencer[]> {
  const files = [...filesOf(model)].filter((file) => isAbsolute(file));
  const found = await Promise.all(
    files.map(async (file) => silencersIn(file, await readFile(file, "utf8").catch(() => ""))),
  );
  return found.flat();
}

/** The user's files in which something was seen. */
function filesOf(model: Model): Set<string> {
  const sites = [...model.tasks()].flatMap(({ stack, created }) => [...stack, ...created]);
  const made = [...model.primitives()].flatMap(({ created }) => created ?? []);
  const told = [...model.stalls, ...model.heldWaits].flatMap(({ site }) => site ?? []);
  const thrown = model.misuses.flatMap(({ stack }) => stack);
  return new Set([...sites, ...made, ...told, ...thrown].map(({ file }) => file));
}
