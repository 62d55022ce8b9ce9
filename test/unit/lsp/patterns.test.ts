/** What every pattern's data must keep to; what the patterns do is told by the programs that use them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import ts from "typescript";
import { toWanted } from "../../../server/lsp/import-edit.js";
import { patterns } from "../../../server/lsp/patterns/index.js";
import { staticSnippets } from "../../../server/lsp/static-snippets.js";
import { CURSOR, expandAt, takeDefaults } from "./apply.js";

const PROMISED =
  "gopipe gopool gofanin gofanout gosel goseltime goseldef goctxtime goctxcancel goerrg golock gorlock gowg gosem " +
  "goshut gotick gogen goordone gotee gobridge gobeat gorate gopubsub goonce gosingle goretry gobreak";

describe("the patterns", () => {
  it("are all that are promised, and variants of them", () => {
    const prefixes = patterns.map(({ prefix }) => prefix);
    for (const prefix of PROMISED.split(" ")) assert.ok(prefixes.includes(prefix), prefix);
    for (const prefix of prefixes) {
      assert.ok(PROMISED.split(" ").some((promised) => prefix.startsWith(promised)));
    }
  });

  for (const { name, prefix, imports, body, picture, whenToUse } of patterns) {
    describe(prefix, () => {
      it("marks each name that it imports, and no other", () => {
        const marked = new Set([...body.join("\n").matchAll(/@(\w+)/g)].map(([, mark]) => mark));
        assert.deepEqual([...marked].sort(), imports.map((entry) => toWanted(entry).preferred).sort());
      });

      it("can do without semicolons, and in single quotes", () => {
        for (const line of body) assert.doesNotMatch(line, /^\s*[([`]|'/);
      });

      it("takes on a file's style, and is whole in it", async () => {
        const file = `import a from 'a'\nfunction f() {\n    a()\n}\n\n${CURSOR}\n`;
        for (const language of ["typescript", "javascript"] as const) {
          const text = await expandAt(file, prefix, { language });
          assert.deepEqual(syntaxErrors(text), []);
          assert.doesNotMatch(text, /;$|\t|"/m);
          assert.match(text, /^ {4}\S/m);
        }
      });

      it("has a name of its own", () => {
        assert.equal(patterns.filter((other) => other.name === name || other.prefix === prefix).length, 1);
      });

      it("has a picture that fits beside a list, and says when to use it", () => {
        assert.ok(picture.length > 0 && picture.every((line) => line.length <= 50));
        assert.match(whenToUse, /\.$/);
      });
    });
  }
});

describe("the snippet file", () => {
  const snippets = Object.values(staticSnippets());

  it("has each pattern once for each language", () => {
    for (const { prefix } of patterns) {
      const scopes = snippets.filter((snippet) => snippet.prefix === prefix).map(({ scope }) => scope);
      assert.deepEqual(scopes, ["typescript,typescriptreact", "javascript,javascriptreact"]);
    }
  });

  it("brings imports along, which are whole", () => {
    for (const { prefix, scope, body } of snippets) {
      const text = takeDefaults(body.join("\n"));
      assert.deepEqual(syntaxErrors(text), [], `${prefix} in ${scope}`);
      assert.doesNotMatch(text, /[«»@]/);
    }
    const [retry] = snippets.filter(({ prefix }) => prefix === "goretry");
    assert.match(
      takeDefaults(retry?.body.join("\n") ?? ""),
      /^import \{ sleep \} from "sluice";\n\nasync function retry</,
    );
  });
});

function syntaxErrors(text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
