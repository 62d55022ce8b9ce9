import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "../../../server/lsp/parser.js";
import { canBeginStatement } from "../../../server/lsp/place.js";
import { CURSOR } from "./apply.js";

const yes = [
  "go|",
  "|",
  "  |",
  "a();\ngo|\n(b)",
  "a();\n|\nb();",
  "function f() { go| }",
  "function f() {\n  |\n}",
  "const f = async () => {\n  go|\n};",
  "switch (a) { case 1: go| }",
  "namespace N { go| }",
  "class A { m() { go| } }",
  "export go|",
  "/* done */ |",
  "a(); // why\n|",
  "const broken = {;\ngo|",
];

const no = [
  "a.go|",
  "a?.go|",
  "const a = go|",
  "f(go|)",
  "return go|",
  "class A { go| }",
  "const o = { go| }",
  "interface I { go| }",
  "type T = go|",
  "if (a) go|",
  "// go|",
  "// |",
  "/* go| */",
  "/* | */",
  "a(); // |",
  '"go|"',
  "'go|",
  "`go|`",
  "/go|/",
  "const a = <p>go|</p>;",
  "await go|",
  "import { go| } from 'x'",
  "import { | } from 'x'",
  "const a = |",
  "class A { | }",
];

describe("where patterns are offered", () => {
  for (const [texts, expected] of [
    [yes, true],
    [no, false],
  ] as const) {
    for (const marked of texts) {
      it(`${expected ? "at" : "not at"} ${JSON.stringify(marked)}`, async () => {
        const end = marked.indexOf(CURSOR);
        const text = marked.slice(0, end) + marked.slice(end + 1);
        const start = end - (/\w*$/.exec(text.slice(0, end))?.[0].length ?? 0);
        const syntax = await parse(text, marked.includes("<p>") ? "typescriptreact" : "typescript");
        assert.equal(canBeginStatement(syntax, start, end), expected);
      });
    }
  }
});
