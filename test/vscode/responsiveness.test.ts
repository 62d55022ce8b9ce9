/** Ten thousand tasks are a few rows, and do not hold up the extension host, which all of the user's extensions share. */
import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { root, withVscode } from "./support/shop.js";

/** VS Code's own start-up, with all extensions, is over when nothing blocked for so long. */
const CALM_MS = 2_000;
/** On a machine that is never calm the figure is what it is. */
const PATIENCE_MS = 20_000;
const POLL_MS = 250;
const FOLD = /^worker ×(9,9\d\d|10,000)$/;

let log = "";
const { shop } = withVscode(async (dataDir) => {
  const probe = join(dataDir, "extensions", "sluice-test.probe-1.0.0");
  await cp(join(root, "test/vscode/probe"), probe, { recursive: true });
  log = join(probe, "blocks.log");
});

interface Block {
  readonly atMs: number;
  /** By the host itself. */
  readonly blockedMs: number;
  /** By whatever: a busy machine, too. */
  readonly lateMs: number;
}

async function blocks(): Promise<Block[]> {
  const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
  return lines
    .map((line) => line.split(" ").map(Number))
    .map(([atMs = 0, blockedMs = 0, lateMs = 0]) => ({ atMs, blockedMs, lateMs }));
}

describe("the extension host", () => {
  it("goes on with ten thousand tasks in the view, which open and go on page by page", async () => {
    const text = await readFile(join(root, "test/programs/behaviour/ten-thousand.mjs"), "utf8");
    const files = { "ten-thousand.mjs": text.replace("?? 1500", "?? 600_000") };
    await shop({ files, open: "ten-thousand.mjs" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      const openedMs = Date.now();
      await workbench.waitFor("a calm extension host", async () => {
        const last = (await blocks()).at(-1);
        await delay(POLL_MS);
        if (last === undefined || last.atMs === 0) return false;
        return Date.now() - last.atMs > CALM_MS || Date.now() - openedMs > PATIENCE_MS;
      });
      const startedMs = Date.now();
      await workbench.runCommand("Sluice: Run This File");
      const rows = await workbench.waitFor(
        "all of them, folded",
        () => workbench.rows("Tasks"),
        // Of a program that is so hot it may be known of the first few alone what will wake them.
        (found) => found.some(({ label }) => FOLD.test(label)),
      );
      assert.ok(rows.length < 20);
      const fold = rows.find(({ label }) => FOLD.test(label))?.label ?? assert.fail();
      await workbench.screenshot("ten-thousand");
      await workbench.expandRow("Tasks", fold);
      await workbench.clickRow("Tasks", /^Show 500 more of (9,[45]\d\d)$/);
      await workbench.clickRow("Tasks", /^Show 500 more of (8,9\d\d|9,000)$/);
      await workbench.runCommand("Sluice: Stop");
      await workbench.waitFor("the end", () =>
        workbench.page.getByText("was ended by SIG").first().isVisible(),
      );
      const during = (await blocks()).filter(({ atMs }) => atMs >= startedMs);
      const longest = (key: "blockedMs" | "lateMs"): number => Math.max(0, ...during.map((one) => one[key]));
      // A figure to read, not to fail by: machines differ.
      console.log(
        `extension host: longest block ${longest("blockedMs")} ms, latest tick ${longest("lateMs")} ms, ` +
          `${during.length} blocks over 10 ms`,
      );
    });
  });
});
