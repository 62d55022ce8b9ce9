/** The graph and the timeline in a real VS Code, with all of their buttons. Each test leaves a picture to look at. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Frame } from "playwright-core";
import {
  canvasBox,
  listed,
  pageNamed,
  press,
  redrawn,
  setTheme,
  settled,
  THEMES,
  untilDrawn,
  untilListed,
} from "./support/page-actions.js";
import { root, withVscode } from "./support/shop.js";
import { clickTitleButton } from "./support/view-actions.js";
import type { Workbench } from "./workbench.js";

const { shop, sharedShop } = withVscode();

const PIPELINE = await readFile(join(root, "test/programs/flow/slow-third.mjs"), "utf8");
const RING = await readFile(join(root, "test/programs/flow/channel-ring.mjs"), "utf8");
const DEADLOCK = await readFile(join(root, "test/programs/kernels/lock-ring.mjs"), "utf8");

async function run(workbench: Workbench): Promise<void> {
  await workbench.openContainer("Sluice");
  await workbench.runCommand("Sluice: Run This File");
  await workbench.waitFor(
    "tasks",
    () => workbench.rows("Tasks"),
    (rows) => rows.length >= 2,
  );
}

async function untilCursorAt(workbench: Workbench, file: string, line: number): Promise<void> {
  await workbench.waitFor(
    `the cursor at ${file}:${line}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === file && cursor.line === line,
  );
}

/** A hand takes longer for a click than a live page to have news, which are not to take the button from under it. */
async function clickSlowly(workbench: Workbench, frame: Frame, button: string): Promise<void> {
  const { mouse } = workbench.page;
  const selection = frame.getByRole("region", { name: "Selection" });
  const span = async (): Promise<string | undefined> =>
    /^from .* to .*$/m.exec(await selection.innerText())?.[0];
  const [text, before] = [await selection.innerText(), await span()];
  await frame.getByRole("button", { name: button, exact: true }).hover();
  await mouse.down();
  await workbench.waitFor("news while it is held", async () => (await selection.innerText()) !== text);
  await mouse.up();
  await workbench.waitFor("another time", async () => (await span()) !== before);
}

async function treeSays(workbench: Workbench, words: RegExp): Promise<void> {
  await workbench.waitFor(`the tree ${String(words)}`, () =>
    workbench.page.getByText(words).first().isVisible(),
  );
}

describe("a pipeline with a slow third stage", () => {
  const current = sharedShop({ files: { "pipeline.mjs": PIPELINE }, open: "pipeline.mjs" });
  let graph: Frame;
  let timeline: Frame;

  before(() => run(current().workbench));

  it("shows in the graph which stage is slow, in each theme", async () => {
    const { workbench } = current();
    await clickTitleButton(workbench, "Tasks", "Show Graph");
    graph = await pageNamed(workbench, "Sluice Graph");
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
  });

  it("is searched, split, folded by file and by package, and opened at its line", async () => {
    const { workbench, folder } = current();
    await graph.getByRole("searchbox").fill("resi");
    await workbench.waitFor(
      "two rows",
      () => listed(graph),
      (found) => found.length === 2,
    );
    await graph.getByRole("searchbox").fill("");
    await graph.getByRole("option", { name: /^resize\b/ }).click();
    await press(graph, "Split into tasks");
    await untilListed(workbench, graph, /^resize #\d+ · /);
    await press(graph, "Join tasks");
    await workbench.waitFor(
      "one box",
      () => listed(graph),
      (found) => !found.some((row) => row.includes("#")),
    );
    const boxes = graph.getByRole("combobox", { name: "Boxes" });
    await boxes.selectOption("By file");
    await untilListed(workbench, graph, /^pipeline\.mjs ×4 · /);
    await boxes.selectOption("By package");
    await untilListed(workbench, graph, new RegExp(`^${folder.split("/").at(-1) ?? ""} ×4 · `));
    await workbench.screenshot("graph-by-package");
    await boxes.selectOption("By line");
    await untilListed(workbench, graph, /^resize · /);
    await graph.getByRole("option", { name: /^resize\b/ }).click();
    await press(graph, "pipeline.mjs:25");
    await untilCursorAt(workbench, `${folder}/pipeline.mjs`, 25);
  });

  it("stands still in the graph when that is asked for, is moved, tidied, and fits again", async () => {
    const { workbench } = current();
    await press(graph, "Pause");
    await graph.getByText(/pipeline\.mjs · paused/).waitFor();
    await graph.locator("body").press("Escape");
    await press(graph, "Tidy");
    const fitted = await settled(workbench, graph);
    for (const button of ["Zoom in", "Zoom out"]) {
      await redrawn(workbench, graph, button, () => press(graph, button));
    }
    await redrawn(workbench, graph, "Zoom in", () => press(graph, "Zoom in"));
    await press(graph, "Fit");
    await untilDrawn(workbench, graph, "the whole graph", fitted);
    const keys = { "+": "closer", "-": "farther", "=": "closer again" };
    for (const [key, what] of Object.entries(keys)) {
      await redrawn(workbench, graph, what, () => graph.locator("body").press(key));
    }
    await graph.locator("body").press("0");
    await untilDrawn(workbench, graph, "the whole graph", fitted);

    const { x, y, width, height } = await canvasBox(graph);
    const { mouse } = workbench.page;
    await redrawn(workbench, graph, "a drag", async () => {
      await mouse.move(x + 20, y + height - 20);
      await mouse.down();
      await mouse.move(x + 120, y + height - 60, { steps: 3 });
      await mouse.up();
    });
    await redrawn(workbench, graph, "the wheel", () => mouse.wheel(0, 120));
    await graph.locator("body").press("0");
    await untilDrawn(workbench, graph, "the whole graph", fitted);
    const row = graph.getByRole("option", { name: /^resize\b/ });
    await redrawn(workbench, graph, "a selection", () => row.click());
    await redrawn(workbench, graph, "Escape", () => graph.locator("body").press("Escape"));
    const tooltip = graph.locator(".tooltip");
    let at = 0;
    // Down along the first boxes.
    await workbench.waitFor("a box under the pointer", async () => {
      at = (at + 10) % height;
      await mouse.move(x + width / 10, y + at);
      return tooltip.isVisible();
    });
    await press(graph, "Pause");
    await graph.getByText(/pipeline\.mjs · live/).waitFor();
    await press(graph, "List");
    await graph.getByRole("listbox").waitFor({ state: "hidden" });
    await press(graph, "List");
    await graph.getByRole("listbox").waitFor();
  });

  it("is saved as a picture of either kind", async () => {
    const { workbench, folder } = current();
    const beginnings = { svg: /^<svg .*viewBox/, png: /^.PNG/ };
    for (const [kind, beginning] of Object.entries(beginnings)) {
      await press(graph, kind.toUpperCase());
      const where = workbench.page.locator(".quick-input-widget input[type=text]");
      await workbench.waitFor(
        "the question where to",
        () => where.inputValue(),
        (path) => path.endsWith(`/graph.${kind}`),
      );
      await where.press("Enter");
      const saved = await workbench.waitFor(
        `graph.${kind}`,
        () => readFile(join(folder, `graph.${kind}`)).catch(() => null),
        (bytes) => bytes !== null && bytes.length > 0,
      );
      assert.match(saved?.toString("latin1") ?? "", beginning);
    }
  });

  it("shows in the timeline what each stage waits for, and who handed on to whom", async () => {
    const { workbench } = current();
    await press(graph, "Timeline");
    timeline = await pageNamed(workbench, "Sluice Timeline");
    await untilListed(workbench, timeline, /^store · waits to receive$/);
    await timeline.getByRole("option", { name: /^parse\b/ }).click();
    await press(timeline, "Open into tasks");
    await untilListed(workbench, timeline, /^parse #\d+ · /);
    const selection = timeline.getByRole("region", { name: "Selection" });
    await workbench.waitFor(
      "a wait to send that is over, and who took the value",
      async () => {
        await press(timeline, "Previous");
        return selection.innerText();
      },
      (text) => /^waits \(send\) at parsed for /m.test(text) && /^Taken by\n+resize #\d+$/m.test(text),
    );
    assert.match(await selection.innerText(), /^to resize #\d+ · parsed · \d+\.\d{6} s$/m);
    await clickSlowly(workbench, timeline, "Previous");
    await press(timeline, "Next");
    await press(timeline, "Summarize");
    await timeline.getByText(/^Time in /).waitFor();
    await workbench.screenshot("timeline-slow-third-dark");
    await setTheme(workbench, THEMES.light);
    await workbench.screenshot("timeline-slow-third-light");
    await setTheme(workbench, THEMES.dark);
    await selection
      .getByRole("button", { name: /^resize #\d+$/ })
      .first()
      .click();
    await workbench.waitFor("the lane of who took it", async () =>
      /^resize #\d+$/.test(await timeline.locator("[role=option][aria-selected=true] .label").innerText()),
    );
  });

  it("leads from a task in the timeline to its line and to who started it, and from its stage into it", async () => {
    const { workbench, folder } = current();
    const selection = timeline.getByRole("region", { name: "Selection" });
    await selection.getByRole("button", { name: "pipeline.mjs:25", exact: true }).click();
    await untilCursorAt(workbench, `${folder}/pipeline.mjs`, 25);
    const starter = selection.getByRole("button", { name: /^started by #\d+$/ });
    const [parent = ""] = /#\d+$/.exec(await starter.innerText()) ?? [];
    await starter.click();
    await workbench.waitFor("the lane of who started it", async () =>
      (await selection.getByRole("heading").first().innerText()).endsWith(parent),
    );
    for (const stage of [/^parse\b(?! #)/, /^\(main\)(?! #)/]) {
      await timeline.getByRole("option", { name: stage }).click();
      await press(timeline, "Close");
    }
    await workbench.waitFor(
      "one lane for each of them",
      () => listed(timeline),
      (rows) => !rows.some((row) => /^(parse|\(main\)) #/.test(row)),
    );
  });

  it("stands still in the timeline when that is asked for, and goes back in time with the tree", async () => {
    const { workbench } = current();
    const live = timeline.getByText(/pipeline\.mjs · live/);
    const paused = timeline.getByText(/pipeline\.mjs · paused/);
    // Who has looked at a time that was no longer in sight stands still already.
    if (await paused.isVisible()) await press(timeline, "Follow");
    await live.waitFor();
    await press(timeline, "Follow");
    await paused.waitFor();
    await press(timeline, "Follow");
    await live.waitFor();
    await timeline.getByRole("slider").focus();
    await timeline.getByRole("slider").press("PageDown");
    await timeline.getByText(/pipeline\.mjs · as of /).waitFor();
    await treeSays(workbench, /pipeline\.mjs as of [\d.]+ s/);
    await workbench.screenshot("timeline-look-back");
    await press(timeline, "Now");
    await timeline.getByText(/pipeline\.mjs · live/).waitFor();
  });

  it("goes on being shown when it is over: pan, zoom, map, ranges, and the slider", async () => {
    const { workbench, folder } = current();
    await workbench.runCommand("Sluice: Stop");
    await timeline.getByText(/pipeline\.mjs · was ended by SIG/).waitFor();
    const body = timeline.locator("body");
    await press(timeline, "Whole run");
    const whole = await settled(workbench, timeline);
    const steps: Readonly<Record<string, () => Promise<void>>> = {
      "Zoom in": () => press(timeline, "Zoom in"),
      "Zoom out": () => press(timeline, "Zoom out"),
      "+": () => body.press("+"),
      d: () => body.press("d"),
      a: () => body.press("a"),
      "-": () => body.press("-"),
    };
    for (const [what, step] of Object.entries(steps)) await redrawn(workbench, timeline, what, step);
    await body.press("0");
    await untilDrawn(workbench, timeline, "the whole run", whole);
    const { x, y, width, height } = await canvasBox(timeline);
    const { mouse } = workbench.page;
    await body.press("+");
    await redrawn(workbench, timeline, "a click on the map", () =>
      mouse.click(x + width - 30, y + height - 15),
    );
    await redrawn(workbench, timeline, "a drag", async () => {
      await mouse.move(x + width - 40, y + 60);
      await mouse.down();
      await mouse.move(x + width - 10, y + 60, { steps: 3 });
      await mouse.up();
    });
    await body.press("0");
    await mouse.move(x + width - 120, y + 10);
    await mouse.down();
    await mouse.move(x + width - 60, y + 11, { steps: 3 });
    await mouse.up();
    await timeline.getByText(/^Time in \d/).waitFor();
    await body.press("Escape");
    await timeline.getByText(/^Time in the whole run/).waitFor();
    // The second lane, by its name.
    await mouse.dblclick(x + 40, y + 65);
    await untilCursorAt(workbench, `${folder}/pipeline.mjs`, 9);

    await timeline.getByRole("slider").focus();
    await timeline.getByRole("slider").press("PageDown");
    await timeline.getByText(/pipeline\.mjs · as of /).waitFor();
    await treeSays(workbench, /pipeline\.mjs as of [\d.]+ s/);
    await workbench.screenshot("timeline-look-back-ended");
    await press(timeline, "Graph");
    graph = await pageNamed(workbench, "Sluice Graph");
    await graph.getByText(/pipeline\.mjs · as of /).waitFor();
    await untilListed(workbench, graph, /^resize · /);
    await press(graph, "Now");
    await graph.getByText(/pipeline\.mjs · was ended by SIG/).waitFor();
    await treeSays(workbench, /pipeline\.mjs was ended by SIG/);
    assert.deepEqual(await workbench.notifications(), []);
  });
});

describe("rings", () => {
  it("of channels are warned of in the topology", async () => {
    await shop({ files: { "channels.mjs": RING }, open: "channels.mjs" }, async ({ workbench }) => {
      await run(workbench);
      await workbench.runCommand("Sluice: Show Graph");
      const graph = await pageNamed(workbench, "Sluice Graph");
      await untilListed(workbench, graph, /^there · /);
      await press(graph, "Topology");
      const warning = graph.getByText(/^⚠ Channels in a ring: /);
      await warning.waitFor();
      for (const way of ["there → backward", "backward → back", "back → forward", "forward → there"]) {
        assert.match(await warning.innerText(), new RegExp(` ${way}\\b`));
      }
      await workbench.screenshot("graph-channel-ring");
      await press(graph, "Topology");
      await graph.getByText(/Channels in a ring/).waitFor({ state: "hidden" });
      await workbench.runCommand("Sluice: Stop");
      await graph.getByText(/channels\.mjs · was ended by SIG/).waitFor();
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it("of locks are unmistakable in the graph", async () => {
    await shop({ files: { "locks.mjs": DEADLOCK }, open: "locks.mjs" }, async ({ workbench }) => {
      await run(workbench);
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
