/** Applies an expansion to a text as an editor would, and takes a snippet's defaults as a person would with Tab. */
import type { ExpandOptions } from "../../../server/lsp/expand.js";
import { expand } from "../../../server/lsp/expand.js";
import { findPattern } from "../../../server/lsp/patterns/index.js";

/** Where the cursor stands in a test's text; what precedes it of a word is replaced. */
export const CURSOR = "|";

export async function expandAt(
  marked: string,
  prefix: string,
  options: Pick<ExpandOptions, "language" | "fileName">,
): Promise<string> {
  const end = marked.indexOf(CURSOR);
  const text = marked.slice(0, end) + marked.slice(end + 1);
  const start = end - (/\w*$/.exec(text.slice(0, end))?.[0].length ?? 0);
  const { snippet, importEdits } = await expand(findPattern(prefix)!, text, { ...options, start, end });
  const edits = [...importEdits, { start, end, newText: takeDefaults(snippet) }];
  // From the back, so that the offsets of those in front stay true.
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((done, edit) => done.slice(0, edit.start) + edit.newText + done.slice(edit.end), text);
}

/**
 * A strict reader of the snippet grammar that the patterns use: `\x`, `$1`, `${1}`, `${1:text}`, `${1|a,b|}`.
 * Written apart from the server's own, and throws on anything that an editor would read differently.
 */
export function takeDefaults(snippet: string): string {
  const values = new Map<string, string>();
  let at = 0;

  function read(until: string): string {
    let out = "";
    while (at < snippet.length && snippet[at] !== until) {
      if (snippet[at] === "\\") {
        out += snippet[at + 1] ?? "";
        at += 2;
      } else if (snippet[at] === "$") {
        out += readStop();
      } else {
        out += snippet[at++] ?? "";
      }
    }
    return out;
  }

  function readStop(): string {
    const stop = /^\$(?:(\d+)|\{(\d+)([:|}]))/.exec(snippet.slice(at));
    if (!stop) throw new Error(`a bare $ in the snippet: ${snippet.slice(at, at + 20)}`);
    at += stop[0].length;
    const index = stop[1] ?? stop[2] ?? "";
    if (stop[3] === ":") {
      values.set(index, values.get(index) ?? read("}"));
      // A mirror of an earlier placeholder repeats its text; what it says itself is passed over.
      if (snippet[at] !== "}") read("}");
      at++;
    } else if (stop[3] === "|") {
      const close = snippet.indexOf("|}", at);
      const [first = ""] = snippet.slice(at, close).split(/(?<!\\),/);
      values.set(index, first.replace(/\\([,|\\])/g, "$1"));
      at = close + 2;
    }
    return values.get(index) ?? "";
  }

  return read("\0");
}
