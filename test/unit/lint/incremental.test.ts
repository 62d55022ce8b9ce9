/** A text that is typed is told the same of as one that is opened: trees are taken over, mistakes of them are not. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lintText, NO_OPTIONS } from "../../../server/lsp/lint.js";
import { fixtures } from "./fixtures.js";

/** A generator whose numbers are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const PIECES = [
  "",
  "x",
  "{",
  "}",
  "(",
  "`",
  "await ",
  "\n",
  "/*",
  '"',
  "// sluice-ignore sync/copied: x\n",
  "async () => {",
  ";",
];

async function told(text: string): Promise<string[]> {
  return (await lintText(text, "typescript", NO_OPTIONS)).problems.map(
    ({ code, start, end, message }) => `${start}-${end} ${code} ${message}`,
  );
}

/** What is told of a text that nothing has gone before. */
async function toldAfresh(text: string): Promise<string[]> {
  await lintText("", "javascript", NO_OPTIONS);
  return told(text);
}

describe("edits one after the other", () => {
  for (const [index, { rule, text: original }] of fixtures.entries()) {
    it(`in the fixture of ${rule.code}`, async () => {
      const random = numbers(index + 1);
      const below = (limit: number): number => Math.floor(random.next().value * limit);
      let text = original;
      const texts: string[] = [];
      const inTurn: string[][] = [];
      for (let edit = 0; edit < 40; edit++) {
        const at = below(text.length);
        text = text.slice(0, at) + (PIECES[below(PIECES.length)] ?? "") + text.slice(at + below(4));
        texts.push(text);
        inTurn.push(await told(text));
      }
      for (const [edit, one] of texts.entries())
        assert.deepEqual(inTurn[edit], await toldAfresh(one), `edit ${edit}`);
    });
  }
});
