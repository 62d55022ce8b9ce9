/** Where the code of a diagnostic leads: the rule's chapter in the page of rules, which is shipped beside the server. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

let chapters: ReadonlyMap<string, string> | undefined;

/** The address of a rule's chapter, as a place in a file, which editors can open. */
export function linkOf(code: string): string | undefined {
  chapters ??= readChapters();
  return chapters.get(code);
}

function readChapters(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const page = [join(import.meta.dirname, "rules.md"), join(import.meta.dirname, "../../docs/rules.md")].find(
    existsSync,
  );
  if (page === undefined) return found;
  const address = pathToFileURL(page).href;
  readFileSync(page, "utf8")
    .split("\n")
    .forEach((line, index) => {
      const [, code] = /^## (\S+)$/.exec(line) ?? [];
      if (code !== undefined) found.set(code, `${address}#L${index + 1}`);
    });
  return found;
}
