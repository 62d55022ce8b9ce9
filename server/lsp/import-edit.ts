/** What has to be added to a file so that a pattern's names are there, and what they are called in it. */
import { LIBRARY, type NameList } from "./bindings.js";
import { importPlace, usesRequire } from "./import-place.js";
import { isTyped, type LanguageId } from "./languages.js";
import type { Syntax } from "./parser.js";
import type { Style } from "./style.js";

export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What is known of the file, and of the place at which the names will be used. */
export interface ImportSite {
  readonly syntax: Syntax;
  readonly style: Style;
  readonly lists: readonly NameList[];
  /** The names that mean something at `start`. */
  readonly taken: ReadonlySet<string>;
  readonly start: number;
  readonly fileName: string | undefined;
}

export interface ImportPlan {
  /** Each library name that a pattern uses, and the name to use for it in this file. */
  readonly localNames: ReadonlyMap<string, string>;
  readonly changes: readonly TextChange[];
}

interface Wanted {
  readonly module: string;
  readonly name: string;
  /** What it is called where that name is free. */
  readonly preferred: string;
  readonly typeOnly: boolean;
}

interface Addition extends Wanted {
  readonly local: string;
}

/** @param imports as in a pattern; types are left out of JavaScript. */
export function planImports(imports: readonly string[], site: ImportSite): ImportPlan {
  const { syntax, lists, taken } = site;
  const localNames = new Map<string, string>();
  const missing: Addition[] = [];
  for (const wanted of imports.map(toWanted)) {
    if (wanted.typeOnly && !isTyped(syntax.language)) continue;
    const existing = lists
      .filter(({ module }) => sameModule(module, wanted.module))
      .flatMap(({ names }) => names)
      .find((name) => name.imported === wanted.name && (wanted.typeOnly || !name.typeOnly));
    const local = existing?.local ?? freeName(wanted, taken);
    localNames.set(wanted.preferred, local);
    if (!existing) missing.push({ ...wanted, local });
  }
  const plans = grouped(missing).map((names) => planModule(names, site));
  const rest = plans.flatMap((plan) => (plan.rest.length > 0 ? [plan.rest] : []));
  const changes = plans.flatMap((plan) => plan.changes);
  return { localNames, changes: rest.length > 0 ? [...changes, newLines(rest, site)] : changes };
}

/** `once from node:events`, `setTimeout as sleep from node:timers/promises`, `type ReceiveChannel`. */
export function toWanted(entry: string): Wanted {
  const [, type, name = entry, preferred = name, module = LIBRARY] =
    /^(type )?(\w+)(?: as (\w+))?(?: from (\S+))?$/.exec(entry) ?? [];
  return { module, name, preferred, typeOnly: type !== undefined };
}

function sameModule(written: string, wanted: string): boolean {
  return written === wanted || `node:${written}` === wanted;
}

/** `select`, or `sluiceSelect` where `select` already is something else. */
function freeName({ preferred, module }: Wanted, taken: ReadonlySet<string>): string {
  if (!taken.has(preferred)) return preferred;
  const owner = module === LIBRARY ? LIBRARY : "node";
  const prefixed = `${owner}${preferred.charAt(0).toUpperCase()}${preferred.slice(1)}`;
  let free = prefixed;
  for (let count = 2; taken.has(free); count++) free = `${prefixed}${count}`;
  return free;
}

/** Adds to the lists that can take the names; what is left needs a line of its own. */
function planModule(
  missing: readonly Addition[],
  site: ImportSite,
): { readonly changes: readonly TextChange[]; readonly rest: readonly Addition[] } {
  const module = missing[0]?.module ?? LIBRARY;
  const lists = site.lists.filter((list) => sameModule(list.module, module));
  const changes: TextChange[] = [];
  let rest = missing;
  const takers = [
    [lists.find((list) => list.syntax === "import"), (): boolean => true],
    [lists.find((list) => list.syntax === "destructuring"), (name: Addition): boolean => !name.typeOnly],
    [lists.find((list) => list.syntax === "import-type"), (name: Addition): boolean => name.typeOnly],
  ] as const;
  for (const [list, takes] of takers) {
    const accepted = list ? rest.filter(takes) : [];
    if (!list || accepted.length === 0) continue;
    rest = rest.filter((name) => !accepted.includes(name));
    changes.push(extendList(site.syntax.text, list, accepted));
  }
  return { changes, rest };
}

function extendList(text: string, list: NameList, additions: readonly Addition[]): TextChange {
  const written = additions.map((name) => writeName(name, list.syntax));
  if (list.lastNameEnd === undefined) {
    return { start: list.open, end: list.close + 1, newText: `{ ${written.join(", ")} }` };
  }
  // A list with a name a line stays one: the last name's own line break and indentation are repeated.
  const lead = /(\r?\n[ \t]*)[^\r\n]*$/.exec(text.slice(list.open, list.lastNameEnd))?.[1] ?? " ";
  const newText = written.map((name) => `,${lead}${name}`).join("");
  return { start: list.lastNameEnd, end: list.lastNameEnd, newText };
}

function writeName({ name, local, typeOnly }: Addition, syntax: NameList["syntax"]): string {
  if (syntax === "destructuring") return name === local ? name : `${name}: ${local}`;
  const type = typeOnly && syntax === "import" ? "type " : "";
  return type + (name === local ? name : `${name} as ${local}`);
}

function newLines(modules: readonly (readonly Addition[])[], site: ImportSite): TextChange {
  const { syntax, style, start, fileName } = site;
  const { eol } = style;
  const { offset, after } = importPlace(syntax, start);
  const statement = importStatements(modules, style, usesRequire(syntax, fileName)).join(eol);
  const following = syntax.text.slice(offset);
  // One blank line below the new import, unless there is one, or another import, or nothing.
  const blankFollows = /^[^\S\n]*(\n[^\S\n]*(\n|$)|$)/.test(following);
  if (after === "nothing") {
    return { start: 0, end: 0, newText: statement + eol + (/^[^\S\n]*\n/.test(following) ? "" : eol) };
  }
  const above = after === "comment" ? eol + eol : eol;
  const below = after === "import" || blankFollows ? "" : eol;
  return { start: offset, end: offset, newText: above + statement + below };
}

/** The imports of a file that has none yet and in which every name is free. */
export function importLines(imports: readonly string[], style: Style, language: LanguageId): string[] {
  const wanted = imports.map(toWanted).filter(({ typeOnly }) => !typeOnly || isTyped(language));
  return importStatements(grouped(wanted.map((name) => ({ ...name, local: name.preferred }))), style, false);
}

function grouped(names: readonly Addition[]): (readonly Addition[])[] {
  const modules = [...new Set(names.map(({ module }) => module))];
  return modules.map((module) => names.filter((name) => name.module === module));
}

/** A line for each module, Node's own first. */
function importStatements(
  modules: readonly (readonly Addition[])[],
  style: Style,
  require: boolean,
): string[] {
  const lines = modules.map((names) => importStatement(names, style, require));
  return lines.sort((a, b) => Number(b.includes("node:")) - Number(a.includes("node:")));
}

function importStatement(names: readonly Addition[], style: Style, require: boolean): string {
  const end = style.semicolons ? ";" : "";
  const from = `${style.quote}${names[0]?.module ?? LIBRARY}${style.quote}`;
  if (require) {
    const list = names.map((name) => writeName(name, "destructuring")).join(", ");
    return `const { ${list} } = require(${from})${end}`;
  }
  // Types alone need no trace in the program that runs.
  const form = names.every(({ typeOnly }) => typeOnly) ? "import-type" : "import";
  const list = names.map((name) => writeName(name, form)).join(", ");
  return `import ${form === "import-type" ? "type " : ""}{ ${list} } from ${from}${end}`;
}
