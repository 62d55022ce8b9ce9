/** Every rule against its fixture and its examples; every fix against the rule that offers it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import ts from "typescript";
import { RULE_CODES } from "../../../server/codes/codes.js";
import { lintText, NO_OPTIONS, type Problem } from "../../../server/lsp/lint.js";
import { rules } from "../../../server/lsp/rules/index.js";
import { applyChanges } from "./changes.js";
import { fixtures, orphans } from "./fixtures.js";
import { typeErrors } from "./type-errors.js";

async function problemsIn(text: string): Promise<readonly Problem[]> {
  const { problems, failure } = await lintText(text, "typescript", NO_OPTIONS);
  assert.equal(failure, undefined);
  return problems;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function syntaxErrors(text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the rules", () => {
  it("are those of the contract, in its order", () => {
    assert.deepEqual(
      rules.map(({ code }) => code),
      RULE_CODES,
    );
    assert.deepEqual(orphans(), []);
  });

  for (const { rule, text, marks } of fixtures) {
    it(`${rule.code} tells what its fixture marks, and nothing else`, async () => {
      const told = (await problemsIn(text)).filter(({ code }) => code === rule.code);
      const left = [...marks];
      for (const { start, message } of told) {
        const line = lineOf(text, start);
        const at = left.findIndex((mark) => mark.line === line && message.includes(mark.text));
        assert.notEqual(at, -1, `line ${line}: ${message}`);
        left.splice(at, 1);
      }
      assert.deepEqual(left, []);
      assert.ok(marks.length > 0);
    });

    it(`${rule.code} tells its wrong example, and no rule anything of its right one`, async () => {
      const wrong = await problemsIn(rule.wrong);
      assert.deepEqual([...new Set(wrong.map(({ code }) => code))], [rule.code]);
      assert.deepEqual(
        (await problemsIn(rule.right)).map(({ code, message }) => `${code}: ${message}`),
        [],
      );
      for (const example of [rule.wrong, rule.right, text]) assert.deepEqual(syntaxErrors(example), []);
    });
  }
});

describe("the quick fixes", () => {
  for (const { rule, text } of fixtures) {
    it(`${rule.code}: what is fixed is gone, and no error has come`, async () => {
      const all = await problemsIn(text);
      const errors = all.filter(({ severity }) => severity === "error").length;
      const before = all.filter(({ code }) => code === rule.code);
      for (const problem of before) {
        for (const { title, changes } of problem.fixes) {
          const fixed = applyChanges(text, changes);
          const after = await problemsIn(fixed);
          const left = after.filter(({ code }) => code === rule.code).length;
          assert.equal(left, before.length - 1, `${title} in line ${lineOf(text, problem.start)}:\n${fixed}`);
          assert.deepEqual(syntaxErrors(fixed), []);
          // What now runs as it was meant may have a weakness that was hidden before, but no certain mistake.
          assert.ok(after.filter(({ severity }) => severity === "error").length <= errors, title);
        }
      }
    });
  }

  it("compile wherever the code before them did", async () => {
    const fixed: { readonly title: string; readonly before: string; readonly after: string }[] = [];
    for (const text of rules.map(({ wrong }) => wrong).concat(fixtures.map((fixture) => fixture.text))) {
      for (const { code, fixes } of await problemsIn(text)) {
        for (const { title, changes } of fixes) {
          fixed.push({ title: `${code}: ${title}`, before: text, after: applyChanges(text, changes) });
        }
      }
    }
    const texts = [...new Set(fixed.flatMap(({ before, after }) => [before, after]))];
    const errors = new Map(typeErrors(texts).map((messages, index) => [texts[index], messages]));
    for (const { title, before, after } of fixed) {
      const known = new Set(errors.get(before));
      const come = errors.get(after)?.filter((message) => !known.has(message));
      assert.deepEqual(come, [], `${title}:\n${after}`);
    }
  });

  it("are offered by every rule that does not say why there is none", async () => {
    const fixable = new Set<string>();
    for (const { text } of fixtures) {
      for (const { code, fixes } of await problemsIn(text)) if (fixes.length > 0) fixable.add(code);
    }
    assert.deepEqual(
      rules.filter(({ code }) => !fixable.has(code)).map(({ code }) => code),
      rules.filter(({ noFix }) => noFix !== undefined).map(({ code }) => code),
    );
  });
});
