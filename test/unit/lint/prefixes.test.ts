/** Code is most of the time half written: every beginning of every fixture is linted without a throw. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lintText, NO_OPTIONS } from "../../../server/lsp/lint.js";
import { fixtures } from "./fixtures.js";

describe("every prefix", () => {
  for (const { rule, text } of fixtures) {
    it(`of the fixture of ${rule.code}`, async () => {
      for (let length = 0; length < text.length; length++) {
        const prefix = text.slice(0, length);
        try {
          for (const { start, end } of (await lintText(prefix, "typescript", NO_OPTIONS)).problems) {
            assert.ok(start <= end && end <= length);
          }
        } catch (error) {
          throw new Error(`after ${length} characters: …${prefix.slice(-60)}`, { cause: error });
        }
      }
    });
  }
});
