import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { patternsPage } from "../../../scripts/lib/patterns-page.mjs";
import { summarize } from "../../../server/lsp/completion.js";
import { findPattern, patterns } from "../../../server/lsp/patterns/index.js";
import { postfixes } from "../../../server/lsp/patterns/postfixes.js";

describe("the page of the patterns", () => {
  it("is what npm run docs writes", async () => {
    const path = fileURLToPath(new URL("../../../docs/patterns.md", import.meta.url));
    const page = patternsPage(
      patterns,
      postfixes,
      ({ prefix }) => summarize(findPattern(prefix)!, "typescript").preview,
    );
    const formatted = await format(page, { ...(await resolveConfig(path)), filepath: path });
    assert.equal(readFileSync(path, "utf8"), formatted);
  });
});
