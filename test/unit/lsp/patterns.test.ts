/** Every pattern, expanded with its defaults, compiles under `strict` and does what it says. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { patterns } from "../../../server/lsp/patterns/index.js";
import { CURSOR, expandAt } from "./apply.js";
import { harnesses } from "./harnesses.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
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
  paths: { sluice: [join(root, "tracer/runtime/index.ts")] },
};

describe("the patterns", () => {
  let folder = "";

  before(async () => {
    // Inside the repository, where the types of Node are found.
    mkdirSync(join(root, ".cache"), { recursive: true });
    folder = mkdtempSync(join(root, ".cache/patterns-"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    for (const { prefix } of patterns) await writePrograms(folder, prefix);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("compile under strict", () => {
    const files = patterns.map(({ prefix }) => join(folder, `${prefix}.ts`));
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

  for (const { name, prefix, imports, body } of patterns) {
    describe(prefix, () => {
      for (const extension of ["ts", "mjs", "cjs"]) {
        it(`runs as .${extension}`, async () => {
          const script = join(folder, `${prefix}.${extension}`);
          const { stdout, stderr } = await promisify(execFile)(
            process.execPath,
            ["--import", "tsx", script],
            {
              cwd: root,
              env: { ...process.env, TSX_TSCONFIG_PATH: join(folder, "tsconfig.json") },
              timeout: 30_000,
            },
          );
          assert.equal(stderr, "");
          assert.equal(stdout, harnesses[prefix]?.stdout);
        });
      }

      it("marks each name that it imports, and no other", () => {
        const marked = new Set([...body.join("\n").matchAll(/@(\w+)/g)].map(([, mark]) => mark));
        assert.deepEqual([...marked].sort(), imports.map((entry) => entry.replace("type ", "")).sort());
      });

      it("can do without semicolons, and in single quotes", () => {
        for (const line of body) assert.doesNotMatch(line, /^\s*[([`]|'/);
      });

      it("has a name of its own", () => {
        assert.equal(patterns.filter((other) => other.name === name || other.prefix === prefix).length, 1);
      });
    });
  }
});

async function writePrograms(folder: string, prefix: string): Promise<void> {
  const typed = harnesses[prefix]?.program;
  assert.ok(typed, `${prefix} has no harness`);
  const untyped = withoutTypes(typed);
  const required = untyped.replace(/^import (\{.*\}) from (.*);$/m, "const $1 = require($2);");
  const programs = { ts: typed, mjs: untyped, cjs: required };
  for (const [extension, program] of Object.entries(programs)) {
    const language = extension === "ts" ? "typescript" : "javascript";
    writeFileSync(join(folder, `${prefix}.${extension}`), await expandAt(program, prefix, { language }));
  }
}

function withoutTypes(program: string): string {
  // The cursor is no code; a statement holds its place meanwhile.
  const place = "cursor();";
  const code = ts.transpile(program.replace(CURSOR, place), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
  });
  return code.replace(place, CURSOR);
}
