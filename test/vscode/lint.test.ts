/** The rules in a real VS Code: a squiggle, its quick fix, and what a run says of a warning. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode } from "./support/shop.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode();

const FORGETS = `import { chan } from "sluice";

export const jobs = chan<string>(1);

export async function start(): Promise<void> {
  jobs.send("first");
}
`;

async function squiggles(workbench: Workbench, count: number): Promise<void> {
  await workbench.waitFor(
    `${count} squiggles`,
    () => workbench.page.locator(".squiggly-warning").count(),
    (found) => found === count,
  );
}

async function problems(workbench: Workbench): Promise<string[]> {
  return workbench.page.locator(".markers-panel .monaco-list-row").allInnerTexts();
}

describe("a mistake in a file", () => {
  it("has a squiggle, which goes when its quick fix is taken", async () => {
    await shop({ open: "forgets.ts", files: { "forgets.ts": FORGETS } }, async ({ workbench }) => {
      await squiggles(workbench, 1);
      await workbench.screenshot("lint-squiggle");
      await workbench.runCommand("Go to Next Problem (Error, Warning, Info)");
      const action = workbench.page.locator(".action-widget .monaco-list-row", { hasText: "Add await" });
      // Asked before its providers are there, VS Code says that there is none, and does not ask again by itself.
      await workbench.waitFor("the quick fix", async () => {
        await workbench.page.keyboard.press("Escape");
        await workbench.page.keyboard.press("Control+.");
        await workbench.page.locator(".action-widget, .monaco-editor-overlaymessage").first().waitFor();
        return action.isVisible();
      });
      await workbench.screenshot("lint-quick-fix");
      // The preferred fix is the first, and chosen already.
      await workbench.page.keyboard.press("Enter");
      await workbench.waitFor(
        "the awaited send",
        () => workbench.editorText(),
        (text) => text.includes("await jobs.send"),
      );
      await squiggles(workbench, 0);
      await workbench.screenshot("lint-fixed");
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});

describe("a warning that comes true", () => {
  it("says that the last run has seen it", async () => {
    await shop({ open: "orders.ts" }, async ({ workbench }) => {
      await workbench.runCommand("Problems: Focus on Problems View");
      await workbench.waitFor(
        "the warning",
        () => problems(workbench),
        (rows) => rows.some((row) => row.includes("invoices is never closed")),
      );
      await workbench.screenshot("lint-before-run");
      await workbench.runCommand("Sluice: Run This File");
      await workbench.waitFor(
        "the program's end",
        () => workbench.rows("Findings"),
        (found) => found.length > 0,
      );
      await workbench.runCommand("Problems: Focus on Problems View");
      const rows = await workbench.waitFor(
        "the warning with what the run has seen",
        () => problems(workbench),
        (found) => found.some((row) => /invoices is never closed.*\(seen in the last run\)/s.test(row)),
      );
      await workbench.screenshot("lint-seen-in-run");
      assert.ok(rows.some((row) => row.includes("all tasks are asleep")));
    });
  });
});

describe("a warning whose line ran a thousand times without it", () => {
  it("says so, where runs are counted", async () => {
    const files = {
      "hot-lock.mjs": readFileSync(join(root, "test/programs/counts/hot-lock.mjs"), "utf8"),
      ".vscode/settings.json": '{ "sluice.countRuns": true }',
    };
    await shop({ files, open: "hot-lock.mjs" }, async ({ workbench }) => {
      await workbench.runCommand("Problems: Focus on Problems View");
      await workbench.waitFor(
        "the warning",
        () => problems(workbench),
        (rows) => rows.some((row) => row.includes("this waits for another task while cache is held")),
      );
      await workbench.runCommand("Sluice: Run This File");
      // The debug console comes up by itself while it runs.
      await workbench.waitFor("its end", () =>
        workbench.page.getByText("The program is over").first().isVisible(),
      );
      await workbench.runCommand("Problems: Focus on Problems View");
      await workbench.waitFor(
        "the warning with how often its line ran",
        () => problems(workbench),
        (rows) => rows.some((row) => row.includes("(ran 1,200 times in the last run without it)")),
      );
      await workbench.screenshot("lint-ran-without");
    });
  });
});
