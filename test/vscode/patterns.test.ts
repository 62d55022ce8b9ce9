/** The patterns in a real VS Code: from the palette, by prefix, and without the server. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { readFor } from "./support/patience.js";
import { withVscode } from "./support/shop.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode();

/** What was asked is asked again after that. */
const ANSWER_LIMIT_MS = 5_000;
const LABELS = ".suggest-widget.visible .monaco-list-row .monaco-highlighted-label";

/** Types a word, and waits until it is among the completions. */
async function complete(workbench: Workbench, word: string, label = word): Promise<void> {
  const { page } = workbench;
  await page.keyboard.type(word);
  await workbench.waitFor(
    `${label} among the completions`,
    async () => {
      const read = (): Promise<string[]> => page.locator(LABELS).allInnerTexts();
      const { value: labels } = await readFor(ANSWER_LIMIT_MS, read, (shown) => shown.includes(label));
      // What was asked before the server ran did not ask the server.
      if (!labels.includes(label)) await page.keyboard.press("Escape");
      if (!labels.includes(label)) await page.keyboard.press("ControlOrMeta+Space");
      return labels;
    },
    (labels) => labels.includes(label),
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

      await workbench.runCommand("Sluice: Insert Pattern...");
      await workbench.page.getByText("Turn It On").first().click();
      await workbench.waitFor(
        "the patterns",
        () => workbench.quickPickLabels(),
        (labels) => labels.includes("Worker pool"),
      );
    });
  });
});

const PROGRAM = `import { chan, go, Mutex } from "sluice";
const jobs = chan<number>(4, "jobs");
const mutex = new Mutex();
async function worker() {
  for await (const job of jobs) console.log(job);
}
go(worker);
await jobs.send(1);
jobs.close();
const texts = await Promise.all([1, 2].map(async (id) => String(id)));
console.log(texts, mutex);
`;

describe("a program that uses the library", () => {
  it("is told about where one looks, and rewritten where one asks", async () => {
    await shop({ files: { "jobs.ts": PROGRAM }, open: "jobs.ts" }, async ({ workbench, folder }) => {
      const { page } = workbench;
      await goTo(workbench, 1, 1);
      assert.equal(await page.getByText("⟨4⟩").count(), 0);
      const settings = join(folder, ".vscode/settings.json");
      await workbench.waitFor(
        "the hints",
        async () => {
          // Again where VS Code did not watch the file yet.
          await writeFile(settings, '{ "sluice.inlayHints.enabled": true }');
          return page.getByText("⟨4⟩").count();
        },
        (count) => count >= 3,
      );
      await goTo(workbench, 8, 14);
      await workbench.runCommand("Show or Focus Hover");
      const hover = page.locator(".monaco-hover", { hasText: "Woken by" });
      await workbench.waitFor("the hover", () => hover.isVisible());
      await workbench.screenshot("hover");
      await page.keyboard.press("Escape");

      await goTo(workbench, 4, 20);
      await workbench.runCommand("Sluice: Show Where This Is Started");
      const peek = page.locator(".peekview-widget", { hasText: "go(worker)" });
      await workbench.waitFor("the peek", () => peek.isVisible());
      await workbench.screenshot("starts");
      await page.keyboard.press("Escape");

      await goTo(workbench, 10, 28);
      const action = page.getByText("Bound how many of these run at a time").first();
      await workbench.waitFor("the action", async () => {
        if (await action.isVisible()) return true;
        // Asked while it still looks for the light bulb's, VS Code has nothing to show.
        await page.keyboard.press("Escape");
        await workbench.runCommand("Refactor...");
        return appearsSoon(action);
      });
      await workbench.screenshot("refactor");
      // The first of the menu, which is chosen when it opens.
      await page.keyboard.press("Enter");
      await editorShows(workbench, "await mapBounded([1, 2], async (id) => String(id));");
    });
  });

  it("is offered what fits behind a dot", async () => {
    await shop({ files: { "jobs.ts": PROGRAM }, open: "jobs.ts" }, async ({ workbench }) => {
      const { page } = workbench;
      await page.keyboard.press("ControlOrMeta+End");
      await complete(workbench, "mutex.se", "section");
      await workbench.screenshot("postfix");
      await pickCompletion(workbench, "section");
      const text = await editorShows(workbench, "mutex.unlock()");
      assert.match(text, /await mutex\.lock\(\);\s*try \{/);
    });
  });
});

function appearsSoon(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
}

async function goTo(workbench: Workbench, line: number, column: number): Promise<void> {
  await workbench.runCommand("Go to Line/Column...");
  await workbench.quickInput(`:${line}:${column}`);
  await workbench.waitFor(
    `line ${line}`,
    () => workbench.cursor(),
    (cursor) => cursor?.line === line,
  );
}
