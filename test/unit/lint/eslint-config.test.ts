/** What a project has ESLint look for is ESLint's, however its configuration is written. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { EslintConfigs } from "../../../server/lsp/eslint-config.js";
import { rules } from "../../../server/lsp/rules/index.js";

const TWINS = rules.filter(({ eslint }) => eslint !== undefined);

describe("a project's configuration of ESLint", () => {
  let scratch: string;
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "sluice-eslint-"));
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  /** The codes that are off in `src/a.ts` of a project with these files. */
  async function offIn(project: string, files: Readonly<Record<string, string>>): Promise<string[]> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(scratch, project, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    return Object.keys(new EslintConfigs().offIn(join(scratch, project, "src/a.ts")));
  }

  it("turns off each rule whose namesake it names", async () => {
    assert.equal(TWINS.length, 3);
    for (const { code, eslint = "" } of TWINS) {
      const config = `export default [{ rules: { "${eslint}": "off" } }];\n`;
      assert.deepEqual(await offIn(code, { "eslint.config.mjs": config }), [code]);
    }
  });

  it("may be flat or old, a file of its own or a part of the manifest", async () => {
    const rule = "no-loop-func";
    const forms = {
      "eslint.config.ts": `export default [{ rules: { "@typescript-eslint/${rule}": 2 } }];`,
      ".eslintrc.yml": `rules:\n  ${rule}: error\n`,
      ".eslintrc": `{ "rules": { "${rule}": 2 } }`,
      "package.json": `{ "eslintConfig": { "rules": { "${rule}": 2 } } }`,
    };
    for (const [name, text] of Object.entries(forms)) {
      assert.deepEqual(await offIn(`form-${name}`, { [name]: text }), ["task/captured-var"], name);
    }
  });

  it("is that of the nearest folder, and turns nothing off that it does not name", async () => {
    const config = 'export default [{ rules: { "no-loop-func": 2 } }];\n';
    const nearer = { "eslint.config.js": config, "src/eslint.config.js": "export default [];\n" };
    assert.deepEqual(await offIn("nearer", nearer), []);
    assert.deepEqual(
      await offIn("prefixed", { "eslint.config.js": '[{ rules: { "no-loop-func-x": 2 } }]' }),
      [],
    );
    assert.deepEqual(await offIn("manifest", { "package.json": '{ "name": "no-loop-func" }' }), []);
  });
});
