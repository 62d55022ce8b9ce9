/**
 * What a project has ESLint look for already. Its configuration may be a program; it is read, not run: a rule of ours
 * whose namesake stands anywhere in it is left to ESLint, in whichever way that was decided there.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RuleCode } from "../codes/codes.js";
import { rules } from "./rules/index.js";

const FLAT = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((extension) => `eslint.config.${extension}`);
const OLD = ["", ".json", ".js", ".cjs", ".yaml", ".yml"].map((extension) => `.eslintrc${extension}`);

type Off = Readonly<Partial<Record<RuleCode, "off">>>;

const NOTHING: Off = {};

export class EslintConfigs {
  readonly #ofFolder = new Map<string, Off>();

  /** The rules that are ESLint's in this file. */
  offIn(file: string): Off {
    return this.#inFolder(dirname(file));
  }

  #inFolder(folder: string): Off {
    const known = this.#ofFolder.get(folder);
    if (known) return known;
    const text = configText(folder);
    const above = dirname(folder);
    const off = text !== undefined ? namedIn(text) : above === folder ? NOTHING : this.#inFolder(above);
    this.#ofFolder.set(folder, off);
    return off;
  }
}

function namedIn(text: string): Off {
  const named = rules.filter(
    ({ eslint }) => eslint !== undefined && new RegExp(`(?<![\\w-])${eslint}(?![\\w-])`).test(text),
  );
  return Object.fromEntries(named.map(({ code }) => [code, "off"]));
}

function configText(folder: string): string | undefined {
  for (const name of [...FLAT, ...OLD]) {
    const text = read(join(folder, name));
    if (text !== undefined) return text;
  }
  const manifest = read(join(folder, "package.json"));
  return manifest?.includes('"eslintConfig"') === true ? manifest : undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there, or none of our business
  }
}
