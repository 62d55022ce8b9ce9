/**
 * Every pattern, expanded with its defaults into a program that uses it, compiles under `strict`, does what it says as
 * JavaScript of both kinds, and leaves nothing for the tracer to find.
 *
 * The programs say at which comment which patterns are to be expanded, and at their end what they print.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import ts from "typescript";
import type { Report } from "../../server/cli/report.js";
import { patterns } from "../../server/lsp/patterns/index.js";
import { CURSOR, expandAt } from "../unit/lsp/apply.js";
import { execute, program, sluice } from "./support/sluice.js";

const root = join(import.meta.dirname, "../..");
const compilerOptions = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

interface Program {
  readonly prefix: string;
  /** With the cursor where the pattern belongs. */
  readonly text: string;
  readonly stdout: string;
}

const programs: readonly Program[] = readdirSync(program("patterns")).flatMap((name) => {
  const source = readFileSync(program(join("patterns", name)), "utf8");
  const [marker = "", prefixes = ""] = /^\/\* (go[ \w]+) \*\/$/m.exec(source) ?? [];
  const stdout = [...source.matchAll(/^\/\/> (.*)\n/gm)].map(([, line = ""]) => `${line}\n`).join("");
  const text = source.replace(/^\/\/> .*\n/gm, "").replace(marker, CURSOR);
  return prefixes.split(" ").map((prefix) => ({ prefix, text, stdout }));
});

describe("the patterns", () => {
  // Inside the repository, where the library and the types of Node are found.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/patterns-"));

  before(async () => {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    for (const each of programs) await write(folder, each);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("have a program each", () => {
    assert.deepEqual(
      programs.map(({ prefix }) => prefix).sort(),
      patterns.map(({ prefix }) => prefix).sort(),
    );
    for (const { text, stdout } of programs) assert.ok(text.includes(CURSOR) && stdout);
  });

  it("compile under strict", () => {
    const files = programs.map(({ prefix }) => join(folder, `${prefix}.ts`));
    const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, folder);
    const problems = [...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(files, options))];
    assert.deepEqual(
      problems.map(({ file, start, messageText }) => ({
        at: file && `${file.fileName}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}`,
        message: ts.flattenDiagnosticMessageText(messageText, "\n"),
      })),
      [],
    );
  });

  describe("run, and nothing is found", { concurrency: 2 }, () => {
    for (const { prefix, stdout } of programs) {
      it(prefix, async () => {
        const file = join(folder, `${prefix}.json`);
        const outcome = await sluice("run", "--report", file, join(folder, `${prefix}.mjs`));
        assert.deepEqual(outcome, { code: 0, signal: null, stdout, stderr: "" });
        const { findings, complete } = JSON.parse(readFileSync(file, "utf8")) as Report;
        assert.deepEqual(findings, []);
        assert.ok(complete);
        const required = await execute(process.execPath, [join(folder, `${prefix}.cjs`)]);
        assert.deepEqual(required, { code: 0, signal: null, stdout, stderr: "" });
      });
    }
  });
});

async function write(folder: string, { prefix, text }: Program): Promise<void> {
  const untyped = withoutTypes(text);
  const required = untyped.replace(/^import (\{.*\}) from (.*);$/gm, (_, names: string, module: string) => {
    return `const ${names.replace(/ as /g, ": ")} = require(${module});`;
  });
  const written = { ts: text, mjs: untyped, cjs: required };
  for (const [extension, code] of Object.entries(written)) {
    const language = extension === "ts" ? "typescript" : "javascript";
    const fileName = `${prefix}.${extension}`;
    writeFileSync(join(folder, fileName), await expandAt(code, prefix, { language, fileName }));
  }
}

function withoutTypes(text: string): string {
  // The cursor is no code; a statement holds its place meanwhile.
  const place = "cursor();";
  const code = ts.transpile(text.replace(CURSOR, place), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  });
  return code.replace(place, CURSOR);
}
