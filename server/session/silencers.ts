import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { silencersIn, type Silencer } from "../codes/silencer.js";
import type { Tasks } from "../model/tasks.js";

/** The silencing comments in the sources that took part in a run. A file that is not there (any more) has none. */
export async function silencersOf(tasks: Tasks): Promise<Silencer[]> {
  const files = [...filesOf(tasks)].filter((file) => isAbsolute(file));
  const found = await Promise.all(
    files.map(async (file) => silencersIn(file, await readFile(file, "utf8").catch(() => ""))),
  );
  return found.flat();
}

/** The user's files in which something was seen. */
function filesOf(tasks: Tasks): Set<string> {
  const sites = [...tasks.tasks()].flatMap(({ stack, created }) => [...stack, ...created]);
  const made = [...tasks.primitives()].flatMap(({ created }) => created ?? []);
  const models = tasks.units.map(({ model }) => model);
  const told = models.flatMap(({ stalls, heldWaits }) =>
    [...stalls, ...heldWaits].flatMap(({ site }) => site ?? []),
  );
  const thrown = models.flatMap(({ misuses }) => misuses.flatMap(({ stack }) => stack));
  return new Set([...sites, ...made, ...told, ...thrown].map(({ file }) => file));
}
