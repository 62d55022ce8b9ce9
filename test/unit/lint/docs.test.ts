/** The page of rules is made from the rules, and the manifest lets each be set. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { rulesPage } from "../../../scripts/lib/rules-page.mjs";
import { RULE_CODES } from "../../../server/codes/codes.js";
import { rules } from "../../../server/lsp/rules/index.js";

const root = new URL("../../../", import.meta.url);

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>
      >;
    };
  };
}

describe("what is written of the rules", () => {
  it("docs/rules.md is what npm run docs writes", async () => {
    const path = fileURLToPath(new URL("docs/rules.md", root));
    const made = await format(rulesPage(rules), { ...(await resolveConfig(path)), filepath: path });
    assert.equal(readFileSync(path, "utf8"), made);
  });

  it("the setting sluice.lint.severity has each code", () => {
    const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
    const setting = manifest.contributes.configuration.properties["sluice.lint.severity"];
    assert.deepEqual(Object.keys(setting?.properties ?? {}), RULE_CODES);
  });
});
