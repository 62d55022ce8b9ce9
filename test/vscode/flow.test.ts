/** The graph and the timeline in a real VS Code, as their user meets them. Each test leaves a picture to look at. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Frame } from "playwright-core";
import { root, withVscode } from "./support/shop.js";
import { clickTitleButton } from "./support/view-actions.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode();

const PIPELINE = await readFile(join(root, "test/programs/flow/slow-third.mjs"), "utf8");
const DEADLOCK = await readFile(join(root, "test/programs/kernels/lock-ring.mjs"), "utf8");

/** By name, with what the workbench is then. */
const THEMES = {
  dark: ["Dark Modern", "vs-dark"],
  light: ["Light Modern", "vs"],
  contrast: ["Dark High Contrast", "hc-black"],
} as const;

/** The page in a webview, by its heading. */
async function pageNamed(workbench: Workbench, heading: string): Promise<Frame> {
  return workbench
    .waitFor(`the page "${heading}"`, async () => {
      for (const frame of workbench.page.frames()) {
        const text = await frame
          .locator("h1")
          .first()
          .textContent({ timeout: 200 })
          .catch(() => null);
        if (text === heading) return frame;
      }
      return undefined;
    })
    .then((frame) => frame ?? assert.fail(heading));
}

async function listed(frame: Frame): Promise<string[]> {
  return frame
    .locator("[role=option]")
    .evaluateAll((rows: { textContent: string; children: ArrayLike<{ textContent: string }> }[]) =>
      rows.map((row) =>
        Array.from(row.children, (child) => child.textContent)
          .slice(0, 2)
          .join(" · "),
      ),
    );
}

async function untilListed(workbench: Workbench, frame: Frame, row: RegExp): Promise<string[]> {
  return workbench.waitFor(
    `a row ${String(row)}`,
    () => listed(frame),
    (rows) => rows.some((text) => row.test(text)),
  );
}

async function setTheme(
  workbench: Workbench,
  [name, kind]: (typeof THEMES)[keyof typeof THEMES],
): Promise<void> {
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickPick(name);
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
}

async function run(workbench: Workbench): Promise<void> {
  await workbench.openContainer("Sluice");
  await workbench.runCommand("Sluice: Run This File");
  await workbench.waitFor(
    "tasks",
    () => workbench.rows("Tasks"),
    (rows) => rows.length > 2,
  );
}

describe("a pipeline with a slow third stage", () => {
  it("shows in the graph which stage is slow", async () => {
    await shop(
      { files: { "pipeline.mjs": PIPELINE }, open: "pipeline.mjs" },
      async ({ workbench, folder }) => {
        await run(workbench);
        await clickTitleButton(workbench, "Tasks", "Show Graph");
        const graph = await pageNamed(workbench, "Sluice Graph");
        const rows = await untilListed(workbench, graph, /^resize · slowest stage$/);
        assert.ok(
          rows.some((row) => /^fetchPages · waits to send$/.test(row)),
          rows.join("\n"),
        );
        assert.ok(
          rows.some((row) => /^parsed · [34]\/4/.test(row)),
          rows.join("\n"),
        );
        await workbench.screenshot("graph-slow-third-dark");
        await setTheme(workbench, THEMES.light);
        await workbench.screenshot("graph-slow-third-light");
        await setTheme(workbench, THEMES.contrast);
        await workbench.screenshot("graph-slow-third-contrast");
        await setTheme(workbench, THEMES.dark);

        await graph.getByRole("button", { name: "Topology" }).click();
        await graph.getByText("No ring").waitFor();
        await graph.getByRole("button", { name: "Topology" }).click();
        await graph.getByRole("searchbox").fill("resi");
        await workbench.waitFor(
          "two rows",
          () => listed(graph),
          (found) => found.length === 2,
        );
        await graph.getByRole("searchbox").fill("");

        await graph.getByRole("option", { name: /^resize\b/ }).click();
        await graph.getByRole("button", { name: "Split into tasks" }).click();
        await untilListed(workbench, graph, /^resize #\d+ · /);
        await graph.getByRole("button", { name: "Join tasks" }).click();
        await workbench.waitFor(
          "one box",
          () => listed(graph),
          (found) => !found.some((row) => row.includes("#")),
        );
        await graph.getByRole("button", { name: "pipeline.mjs:25" }).click();
        await workbench.waitFor(
          "the line that starts it",
          () => workbench.cursor(),
          (cursor) => cursor?.file === `${folder}/pipeline.mjs` && cursor.line === 25,
        );
        assert.deepEqual(await workbench.notifications(), []);
      },
    );
  });

  it("shows in the timeline what each stage waits for, and goes on showing it at the end", async () => {
    await shop({ files: { "pipeline.mjs": PIPELINE }, open: "pipeline.mjs" }, async ({ workbench }) => {
      await run(workbench);
      await workbench.runCommand("Sluice: Show Timeline");
      const timeline = await pageNamed(workbench, "Sluice Timeline");
      await untilListed(workbench, timeline, /^store · waits to receive$/);
      await timeline.getByRole("option", { name: /^parse\b/ }).click();
      await timeline.getByRole("button", { name: "Open into tasks" }).click();
      await untilListed(workbench, timeline, /^parse #\d+ · /);
      await workbench.waitFor(
        "a wait to send, some steps back",
        async () => {
          await timeline.getByRole("button", { name: "Previous" }).click();
          return timeline.getByRole("region", { name: "Selection" }).innerText();
        },
        (text) => /^waits \(send\) at parsed for /m.test(text),
      );
      await timeline.getByRole("button", { name: "Summarize" }).click();
      await timeline.getByText(/^Time in /).waitFor();
      await workbench.screenshot("timeline-slow-third-dark");
      await setTheme(workbench, THEMES.light);
      await workbench.screenshot("timeline-slow-third-light");
      await setTheme(workbench, THEMES.dark);

      await timeline.getByRole("button", { name: "Follow" }).click();
      await timeline.getByText(/pipeline\.mjs · paused/).waitFor();
      await timeline.getByRole("button", { name: "Follow" }).click();

      // The tree goes back in time with the slider.
      await timeline.getByRole("slider").focus();
      await timeline.getByRole("slider").press("PageDown");
      await timeline.getByText(/pipeline\.mjs · as of /).waitFor();
      await workbench.waitFor("the tree as of then", () =>
        workbench.page
          .getByText(/pipeline\.mjs as of [\d.]+ s/)
          .first()
          .isVisible(),
      );
      await workbench.screenshot("timeline-look-back");
      await timeline.getByRole("button", { name: "Now" }).click();
      await timeline.getByText(/pipeline\.mjs · live/).waitFor();

      await workbench.runCommand("Sluice: Stop");
      await timeline.getByText(/pipeline\.mjs · was ended by SIG/).waitFor();
      await timeline.getByRole("button", { name: "Graph" }).click();
      const graph = await pageNamed(workbench, "Sluice Graph");
      await untilListed(workbench, graph, /^resize · /);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});

describe("a ring of locks", () => {
  it("is unmistakable in the graph", async () => {
    await shop({ files: { "ring.mjs": DEADLOCK }, open: "ring.mjs" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      await workbench.runCommand("Sluice: Run This File");
      await workbench.waitFor(
        "the finding",
        () => workbench.rows("Findings"),
        (rows) => rows.length > 0,
      );
      await workbench.runCommand("Sluice: Show Graph");
      const graph = await pageNamed(workbench, "Sluice Graph");
      await graph.getByText(/^✕ .*holds .* and waits for/).waitFor();
      await untilListed(workbench, graph, /waits for ever/);
      await workbench.screenshot("graph-lock-ring-dark");
      await setTheme(workbench, THEMES.contrast);
      await workbench.screenshot("graph-lock-ring-contrast");
      await setTheme(workbench, THEMES.dark);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});
