/** The patterns in a real VS Code: from the palette, by prefix, and without the server. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withVscode } from "./support/shop.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode();

const LABELS = ".suggest-widget.visible .monaco-list-row .monaco-highlighted-label";

/** Types a word, and waits until it is among the completions. */
async function complete(workbench: Workbench, word: string): Promise<void> {
  const { page } = workbench;
  await page.keyboard.type(word);
  await workbench.waitFor(
    `${word} among the completions`,
    async () => {
      const labels = await page.locator(LABELS).allInnerTexts();
      // What was asked before the server ran did not ask the server.
      if (!labels.includes(word)) await page.keyboard.press("Escape");
      if (!labels.includes(word)) await page.keyboard.press("ControlOrMeta+Space");
      return labels;
    },
    (labels) => labels.includes(word),
  );
}

async function pickCompletion(workbench: Workbench, label: string): Promise<void> {
  const labels = workbench.page.locator(LABELS, { hasText: new RegExp(`^${label}$`) });
  await labels.first().click();
}

async function editorShows(workbench: Workbench, text: string): Promise<string> {
  return workbench.waitFor(
    `${text} in the editor`,
    () => workbench.editorText(),
    (all) => all.includes(text),
  );
}

describe('"Sluice: Insert Pattern..."', () => {
  it("shows each pattern's picture and code, and inserts one with its import", async () => {
    const files = { "pool.ts": '"use strict";\n\n' };
    await shop({ files, open: "pool.ts" }, async ({ workbench }) => {
      const { page } = workbench;
      await page.keyboard.press("ControlOrMeta+End");
      await workbench.runCommand("Sluice: Insert Pattern...");
      const offered = await workbench.waitFor(
        "the patterns",
        () => workbench.quickPickLabels(),
        (labels) => labels.includes("Worker pool"),
      );
      assert.ok(offered.length >= 3);
      const preview = page.locator(".editor-instance", { hasText: "worker 1" });
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await workbench.waitFor(
        "the preview",
        () => preview.count(),
        (count) => count > 0,
      );
      await workbench.screenshot("patterns");
      await workbench.quickPick("Worker pool");
      const text = await editorShows(workbench, "async function runPool");
      assert.match(text, /^import \{ WaitGroup, type ReceiveChannel, type SendChannel \} from "sluice";$/m);
      await workbench.waitFor(
        "the preview's end",
        () => preview.count(),
        (count) => count === 0,
      );
      await workbench.screenshot("pattern-inserted");
    });
  });
});

describe("a pattern's prefix", () => {
  it("inserts it with its import, in the file's manner", async () => {
    const files = { "retry.js": "import fs from 'node:fs'\n\nfs.statSync('.')\n\n" };
    await shop({ files, open: "retry.js" }, async ({ workbench }) => {
      await workbench.page.keyboard.press("ControlOrMeta+End");
      await complete(workbench, "goretry");
      await workbench.page.keyboard.press("ControlOrMeta+Space");
      await workbench.screenshot("completion");
      await pickCompletion(workbench, "goretry");
      const text = await editorShows(workbench, "async function retry(attempt, signal)");
      assert.match(text, /^import \{ sleep \} from 'sluice'$/m);
      await workbench.screenshot("completion-inserted");
    });
  });

  it("inserts it as a plain snippet, once, where the server is turned off", async () => {
    const files = {
      ".vscode/settings.json": '{ "sluice.languageServer.enabled": false }',
      "retry.ts": "\n",
    };
    await shop({ files, open: "retry.ts" }, async ({ workbench }) => {
      await complete(workbench, "goretry");
      const labels = await workbench.page.locator(LABELS).allInnerTexts();
      assert.equal(labels.filter((label) => label === "goretry").length, 1);
      await workbench.screenshot("completion-static");
      await pickCompletion(workbench, "goretry");
      const text = await editorShows(workbench, "async function retry<T>(");
      assert.match(text, /^import \{ sleep \} from "sluice";$/m);
    });
  });
});
