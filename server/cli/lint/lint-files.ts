/** The files that a command line means: those that it names, and the sources in the folders that it names. */
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { languageOfPath } from "../../lsp/languages.js";
import { CommandError, ExitCode } from "../exit-codes.js";

/** @throws {CommandError} Something is not there, or is no source. */
export function filesOf(paths: readonly string[]): string[] {
  const files = new Set<string>();
  for (const path of paths) {
    const whole = resolve(path);
    const kind = kindOf(whole);
    if (kind === undefined) throw refusal(`there is no file or folder ${path}`);
    if (kind === "folder") for (const file of sourcesIn(whole)) files.add(file);
    else if (languageOfPath(whole) === undefined)
      throw refusal(`${path} is neither JavaScript nor TypeScript`);
    else files.add(whole);
  }
  return [...files];
}

function refusal(message: string): CommandError {
  return new CommandError(`sluice lint: ${message}`, ExitCode.noInput);
}

function kindOf(path: string): "file" | "folder" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && (stats.isDirectory() ? "folder" : "file");
}

/** Not other people's packages, hidden folders, declarations or minified code. */
function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const { name } = entry;
    if (name.startsWith(".") || name === "node_modules") return [];
    if (entry.isDirectory()) return sourcesIn(join(folder, name));
    const isSource = languageOfPath(name) !== undefined && !/\.(d\.[cm]?ts|min\.[cm]?js)$/.test(name);
    return entry.isFile() && isSource ? [join(folder, name)] : [];
  });
}
