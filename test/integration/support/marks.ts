/**
 * Expectations that stand in the test programs themselves: `/*blocked: name*\/` stands right before the `await`
 * at which the function `name` is blocked for ever.
 */
import { readFileSync } from "node:fs";
import type { Site } from "../../../server/model/task.js";

const MARK = /\/\*blocked: ([^*]+?)\*\/\s*/g;

export function blockedSites(file: string): Site[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(MARK)].map((match) => {
    const from = match.index + match[0].length;
    const offset = text.indexOf("await", from);
    const before = text.slice(0, offset).split("\n");
    return {
      function: match[1] ?? "",
      file,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    };
  });
}

/** `/*looped: name*\/` stands right before the variable of a `for await` in the function `name`. */
export function loopSites(file: string): Site[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/\/\*looped: ([^*]+?)\*\/\s*/g)].map((match) => {
    const before = text.slice(0, match.index + match[0].length).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { function: match[1] ?? "", file, line: before.length, column };
  });
}

/** In a stable order, to compare sets of sites. */
export function sorted(sites: readonly Site[]): string[] {
  return sites.map((site) => `${site.function} ${site.file}:${site.line}:${site.column}`).sort();
}
