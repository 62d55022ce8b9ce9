/** The tasks of a run in the source itself, in a real VS Code. Each test leaves a picture to look at. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTheme, THEMES } from "./support/page-actions.js";
import { marksAt, pointsInRuler, seenLenses, seenLines, type SeenLine } from "./support/seen-marks.js";
import { root, withVscode } from "./support/shop.js";
import type { Workbench } from "./workbench.js";

const { shop, sharedShop } = withVscode();

const KITCHEN = "kitchen.mjs";
const SETTINGS_FILE = ".vscode/settings.json";

/** What waits in the overview ruler: the theme's colour of information. */
const BLUE = [55, 148, 255] as const;

/** High enough for each line of the programs. */
const WINDOW = { width: 1400, height: 1700 };

/** Without a panel, so that the whole file is on screen. */
const SETTINGS = { "debug.internalConsoleOptions": "neverOpen" };

/** It goes on until it is stopped, with a ring of locks and a lost task in it. */
const KITCHEN_FILES = {
  [KITCHEN]: await readFile(join(root, "test/programs/behaviour", KITCHEN), "utf8"),
  ...settingsFile(),
};

function settingsFile(settings: object = {}): Readonly<Record<string, string>> {
  return { [SETTINGS_FILE]: JSON.stringify({ ...SETTINGS, ...settings }) };
}

async function marked(
  workbench: Workbench,
  text: string,
  what: string,
  accept: (line: SeenLine) => boolean,
): Promise<SeenLine> {
  const line = await workbench.waitFor(
    `${what} at ${text}`,
    () => marksAt(workbench, text),
    (found) => found !== undefined && accept(found),
  );
  assert.ok(line);
  return line;
}

async function noMarks(workbench: Workbench, what: string): Promise<void> {
  await workbench.waitFor(
    what,
    () => seenLines(workbench),
    (lines) => lines.every(({ words, signs, ringed }) => words === "" && signs.length === 0 && !ringed),
  );
}

async function lenses(
  workbench: Workbench,
  what: string,
  accept: (all: readonly string[]) => boolean,
): Promise<string[]> {
  return workbench.waitFor(what, () => seenLenses(workbench), accept);
}

async function runFile(workbench: Workbench): Promise<void> {
  await workbench.page.setViewportSize(WINDOW);
  await workbench.runCommand("Sluice: Run This File");
}

describe("a program that runs", () => {
  const current = sharedShop({ open: KITCHEN, files: KITCHEN_FILES });

  it("has the tasks that wait after each line, with a sign beside it, and counts above its functions", async () => {
    const { workbench } = current();
    assert.equal(await pointsInRuler(workbench, BLUE), 0);
    await runFile(workbench);
    await marked(
      workbench,
      "waits: waiter",
      "three waiters",
      ({ words, signs, ringed }) =>
        /^3 tasks wait here · oldest \d+ (ms|s) · receive orders \(0\/10\)$/.test(words) &&
        signs.join() === "blocked-dark" &&
        !ringed,
    );
    await marked(
      workbench,
      "waits: dishwasher",
      "a timer",
      ({ words, signs }) =>
        /^1 task waits here · .* · timer 3,600,000 ms$/.test(words) && signs.join() === "outside-dark",
    );
    await marked(
      workbench,
      "waits: ana",
      "the first of the ring",
      ({ words, signs, ringed }) =>
        /^① 1 task is stuck here · .* · lock pan$/.test(words) && signs.join() === "stuck-dark" && ringed,
    );
    await marked(
      workbench,
      "waits: ben",
      "the second of the ring",
      ({ words, ringed }) => /^② 1 task is stuck here · .* · lock knife$/.test(words) && ringed,
    );
    await marked(
      workbench,
      "waits: lost",
      "a lost task, in no ring",
      ({ words, ringed }) => /^1 task is stuck here · .* · a promise$/.test(words) && !ringed,
    );
    const counts = await lenses(
      workbench,
      "the counts",
      (all) =>
        all.includes("4 started · 0 live") &&
        all.includes("1 started · 1 live · 1 leaked") &&
        all.length >= 11,
    );
    assert.deepEqual(
      counts.filter((lens) => lens === "3 started · 3 live"),
      ["3 started · 3 live", "3 started · 3 live"],
    );
    // What is written where it is started has one.
    assert.equal(counts.filter((lens) => lens === "1 started · 1 live · 1 leaked").length, 1);
    assert.equal(counts.filter((lens) => lens === "1 started · 1 live · 1 stuck").length, 4);
    await workbench.waitFor(
      "points of what waits in the overview ruler",
      () => pointsInRuler(workbench, BLUE),
      (points) => points > 0,
    );
    await workbench.screenshot("marks-running");
    assert.deepEqual(await workbench.notifications(), []);
  });

  it("tells the tasks of a line to whoever points at it, and shows one in the tree", async () => {
    const { workbench } = current();
    const { page } = workbench;
    await marked(workbench, "waits: waiter", "three waiters", ({ words }) => words.startsWith("3 tasks"));
    const line = page.locator(".view-line", { hasText: "waits: waiter" }).locator("span > span").last();
    const hover = page.locator(".monaco-hover:visible", { hasText: "3 tasks wait here" });
    await workbench.waitFor("the hover", async () => {
      await page.mouse.move(0, 0);
      await line.hover();
      return hover.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
    await workbench.screenshot("marks-hover");
    const told = await hover.first().innerText();
    assert.match(
      told,
      /waiter · waiting to receive from orders \(0\/10\) · \d+ (ms|s) · Show in Tree · Open Start/,
    );
    await hover.getByText("Show in Tree").first().click();
    await workbench.waitFor(
      "the row of a waiter, selected",
      () => page.locator('.monaco-list[aria-label="Tasks"] .monaco-list-row.selected').allInnerTexts(),
      (rows) => rows.some((row) => row.includes("waiter")),
    );
    await workbench.screenshot("marks-shown-in-tree");
  });

  it("has no marks when the setting says so, at once", async () => {
    const { workbench, folder } = current();
    await setSettings(folder, { "sluice.editorMarks": false });
    await noMarks(workbench, "no marks");
    await lenses(workbench, "no lenses", (all) => all.length === 0);
    await setSettings(folder, {});
    await marked(workbench, "waits: ana", "the ring again", ({ ringed }) => ringed);
  });

  for (const [name, theme, sign] of [
    ["light", THEMES.light, "stuck-light"],
    ["high-contrast", THEMES.contrast, "stuck-dark"],
    ["high-contrast-light", THEMES.contrastLight, "stuck-light"],
    ["dark", THEMES.dark, "stuck-dark"],
  ] as const) {
    it(`has its marks in ${name}`, async () => {
      const { workbench } = current();
      await setTheme(workbench, theme);
      await marked(
        workbench,
        "waits: ana",
        "the ring",
        ({ ringed, signs }) => ringed && signs.join() === sign,
      );
      await lenses(workbench, "the counts", (all) => all.includes("1 started · 1 live · 1 leaked"));
      await workbench.screenshot(`marks-${name}`);
    });
  }

  it("has the state of its channels and locks where they are made, while it is stopped", async () => {
    const { workbench } = current();
    assert.equal((await marksAt(workbench, '"orders"'))?.words, "");
    await workbench.openContainer("Run and Debug");
    await workbench.expandRow("Call Stack", /^waiter/);
    await workbench.clickRow("Call Stack", /^waiter$/);
    await marked(workbench, '"orders"', "its fill", ({ words }) => words === "orders ▱▱▱▱▱ 0/10 · 3 receive");
    await marked(workbench, '"knife"', "its holder", ({ words }) => words === "knife held by ana · 1 queues");
    await workbench.screenshot("marks-primitives");
  });

  it("leaves what was found when it is stopped, and nothing of what only waited", async () => {
    const { workbench } = current();
    await workbench.runCommand("Sluice: Stop");
    await marked(
      workbench,
      "waits: waiter",
      "nothing",
      ({ words, signs }) => words === "" && signs.length === 0,
    );
    await marked(
      workbench,
      "waits: ana",
      "the ring",
      ({ words, ringed }) => ringed && words === "① 1 task is stuck here · lock pan",
    );
    await lenses(workbench, "no lenses", (all) => all.length === 0);
  });

  it("keeps its marks at their lines while the text is edited, and has none at a line that is another", async () => {
    await shop({ open: KITCHEN, files: KITCHEN_FILES }, async ({ workbench }) => {
      const { page } = workbench;
      await runFile(workbench);
      await marked(workbench, "waits: ana", "the ring", ({ ringed }) => ringed);
      const counted = (all: readonly string[]): boolean => all.includes("1 started · 1 live · 1 leaked");
      await lenses(workbench, "the counts", counted);
      await page.keyboard.press("Control+1");
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("// One more line.\n");
      await marked(
        workbench,
        "waits: ana",
        "the ring, a line below",
        ({ words, ringed }) => ringed && words.startsWith("① "),
      );
      await marked(workbench, "waits: waiter", "the waiters", ({ words }) => words.startsWith("3 tasks"));
      const others = (await seenLines(workbench)).filter(
        ({ text, words }) => words !== "" && !text.includes("waits:"),
      );
      assert.deepEqual(others, []);
      await page.locator(".view-line", { hasText: "waits: waiter" }).locator("span").last().click();
      await page.keyboard.press("End");
      await page.keyboard.type(" // another");
      await marked(
        workbench,
        "// another",
        "nothing",
        ({ words, signs }) => words === "" && signs.length === 0,
      );
      await marked(workbench, "waits: ana", "the ring", ({ ringed }) => ringed);
      await lenses(workbench, "the counts of what is still there", counted);
      await workbench.screenshot("marks-edited");
    });
  });
});

async function setSettings(folder: string, settings: object): Promise<void> {
  const [text = ""] = Object.values(settingsFile(settings));
  await writeFile(join(folder, SETTINGS_FILE), text);
}

describe("a program that is over", () => {
  it("leaves the blocked lines of its findings, numbered, until the next run", async () => {
    await shop({ open: "orders.ts", files: settingsFile() }, async ({ workbench }) => {
      await runFile(workbench);
      await marked(
        workbench,
        "await mail}",
        "the first line of the deadlock",
        ({ words, signs, ringed }) =>
          words === "① 1 task is stuck here · task mailer" && signs.join() === "stuck-dark" && ringed,
      );
      await marked(
        workbench,
        "of invoices) {",
        "the second one",
        ({ words, ringed }) => words === "② 1 task is stuck here · receive invoices" && ringed,
      );
      await lenses(workbench, "no lenses", (all) => all.length === 0);
      const others = (await seenLines(workbench)).filter(({ words }) => words !== "");
      assert.equal(others.length, 2);
      await workbench.screenshot("marks-demo-over");
      await runFile(workbench);
      await marked(
        workbench,
        "await mail}",
        "nothing any more",
        ({ words, ringed }) => words === "" && !ringed,
      );
    });
  });
});
