import { readFileSync } from "node:fs";
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

/** The silencing comments of sources, each read once: the program that runs is what they were then. */
export class SilencersOfFiles {
  readonly #known = new Map<string, readonly Silencer[]>();

  in(files: Iterable<string>): Silencer[] {
    return [...new Set(files)].flatMap((file) => this.#of(file));
  }

  #of(file: string): readonly Silencer[] {
    let silencers = this.#known.get(file);
    if (silencers === undefined) {
      silencers = isAbsolute(file) ? silencersIn(file, textOf(file)) : [];
      this.#known.set(file, silencers);
    }
    return silencers;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
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
