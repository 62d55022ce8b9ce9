/** The edits that a rewriting needs beside its own: imports, and the function of a pattern. */
import type { Site } from "../expand.js";
import { helperAddition, missingHelper } from "../helper-function.js";
import { planImports, type TextChange } from "../import-edit.js";

export interface Needs {
  readonly imports?: readonly string[];
  /** The prefix of the pattern whose function is called. */
  readonly helper?: string;
}

/** @param write the rewriting's own edits, given what the imported names are called here. */
export function withImports(
  site: Site,
  { imports = [], helper: prefix }: Needs,
  write: (localNames: ReadonlyMap<string, string>) => readonly TextChange[],
): readonly TextChange[] {
  const helper = prefix === undefined ? undefined : missingHelper(site, prefix);
  const { localNames, changes } = planImports([...imports, ...(helper?.imports ?? [])], site);
  const own = write(localNames);
  const added = helper ? [helperAddition(site, helper, localNames)] : [];
  return joined([...changes, ...own, ...added]);
}

/** Two insertions at one place become one, in the order in which they are given. */
function joined(changes: readonly TextChange[]): TextChange[] {
  const byPlace = new Map<string, TextChange>();
  for (const change of changes) {
    const key = change.start === change.end ? `${change.start}` : `${change.start}-${change.end}`;
    const before = byPlace.get(key);
    byPlace.set(key, before ? { ...change, newText: before.newText + change.newText } : change);
  }
  return [...byPlace.values()].sort((a, b) => a.start - b.start);
}
