/** The three trees of the sidebar with all of their buttons and menus, in a real VS Code. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";
import { openPage, pageNamed, untilListed } from "./support/page-actions.js";
import { root, withVscode } from "./support/shop.js";
import {
  clickRowButton,
  clickRowMenu,
  clickTitleButton,
  clickTitleMenu,
  titleButtons,
} from "./support/view-actions.js";
import type { Row, Workbench } from "./workbench.js";

const { shop, sharedShop } = withVscode();

const STATUS = "[id='sluice-vscode.sluice.status'], [id*='sluice.status']";

async function programText(name: string): Promise<string> {
  return readFile(join(root, "test/programs", name), "utf8");
}

const PRIMITIVES = await programText("behaviour/primitives.mjs");

function texts(rows: readonly Row[]): string[] {
  return rows.map(({ level, text }) => `${"  ".repeat(level - 1)}${text}`);
}

async function rowsWith(workbench: Workbench, view: string, ...patterns: RegExp[]): Promise<string[]> {
  return workbench.waitFor(
    `rows of ${view} like ${patterns.join(", ")}`,
    async () => texts(await workbench.rows(view)),
    (rows) => patterns.every((pattern) => rows.some((row) => pattern.test(row))),
  );
}

async function says(workbench: Workbench, words: string | RegExp): Promise<void> {
  await workbench.waitFor(`the words ${String(words)}`, () =>
    workbench.page.getByText(words).first().isVisible(),
  );
}

/** The entry of a row's menu leads to a line of a file. */
async function leadsTo(
  workbench: Workbench,
  [view, row, entry]: readonly [view: string, row: RegExp, entry: string],
  file: string,
  isLine: (line: number) => boolean,
): Promise<void> {
  await clickRowMenu(workbench, view, row, entry, async () => {
    const cursor = await workbench.cursor();
    return cursor?.file === file && isLine(cursor.line);
  });
}

/** The row's box in the graph is selected. */
async function showsInGraph(workbench: Workbench, view: string, row: RegExp, name: string): Promise<void> {
  await clickRowMenu(workbench, view, row, "Reveal in Graph", async () => {
    const graph = await openPage(workbench, "Sluice Graph");
    const labels = await graph?.locator("[role=option][aria-selected=true] .label").allInnerTexts();
    return labels?.[0] === name;
  });
}

/** How often the program has printed something. */
async function printed(workbench: Workbench): Promise<number> {
  const lines = await workbench.page.locator(".repl .monaco-list-row").allInnerTexts();
  return Math.max(0, ...lines.map((line) => Number(/result (\d+)/.exec(line)?.[1] ?? 0)));
}

describe("a program with one of each primitive, and tasks that wait at it", () => {
  const current = sharedShop({ files: { "primitives.mjs": PRIMITIVES }, open: "primitives.mjs" });

  before(async () => {
    const { workbench } = current();
    // A list holds the rows on screen alone.
    await workbench.page.setViewportSize({ width: 1400, height: 1500 });
    await workbench.openContainer("Sluice");
    await workbench.runCommand("Sluice: Run This File");
    await rowsWith(workbench, "Tasks", /reader ×7/);
  });

  it("shows fill, queue, rate, holder, context; and opens into the tasks that wait", async () => {
    const { workbench, folder } = current();
    await rowsWith(
      workbench,
      "Primitives",
      /jobs ▰{5} 5\/5 full.* \d\d\/s · primitives\.mjs:4$/,
      /Channels 3 · \d waiting/,
    );
    await workbench.expandRow("Primitives", "cache");
    await rowsWith(
      workbench,
      "Primitives",
      /cache held by refresher · 7 queue/,
      /refresher holds it · receive idle/,
      /reader ×7 lock cache · oldest/,
    );
    await workbench.screenshot("sidebar-primitives");
    await workbench.waitFor(
      "the channel's row as it is spoken",
      async () => (await workbench.rows("Primitives")).find(({ label }) => label === "jobs")?.ariaLabel ?? "",
      (spoken) =>
        /^jobs, channel, 5 of 5 buffered, full, .*\d\d a second, primitives\.mjs line 4$/.test(spoken),
    );
    await workbench.expandRow("Primitives", "request");
    await rowsWith(
      workbench,
      "Primitives",
      /request cancelled · 2 go on/,
      /query cancelled/,
      /nightly until \d\d:/,
    );
    await leadsTo(
      workbench,
      ["Primitives", /^refresher/, "Open Source of the Wait"],
      `${folder}/primitives.mjs`,
      (line) => line === 28,
    );
    await leadsTo(
      workbench,
      ["Primitives", /^refresher/, "Open Source of the Start"],
      `${folder}/primitives.mjs`,
      (line) => line === 62,
    );
  });

  it("is grouped by place, state and wait, and is a tree again", async () => {
    const { workbench } = current();
    await clickTitleButton(workbench, "Tasks", "Group Tasks By");
    const offered = await workbench.waitFor(
      "the groupings",
      () => workbench.quickPickLabels(),
      (labels) => labels.length === 4,
    );
    assert.deepEqual(offered, ["Parent", "Place", "State", "Wait"]);
    await workbench.quickPick("Place");
    await rowsWith(workbench, "Tasks", /^primitives\.mjs:33 7 tasks: reader · oldest/);
    await workbench.screenshot("sidebar-by-place");
    await workbench.runCommand("Sluice: Group Tasks By...");
    await workbench.quickPick("Wait");
    await rowsWith(workbench, "Tasks", /^lock cache 7 tasks: reader/);
    await workbench.expandRow("Tasks", "lock cache");
    await rowsWith(workbench, "Tasks", /^ {2}reader ×7/);
    await workbench.screenshot("sidebar-by-wait");
    await workbench.runCommand("Sluice: Group Tasks By...");
    await workbench.quickPick("State");
    await rowsWith(workbench, "Tasks", /^Waiting \d+ tasks: /);
    await workbench.runCommand("Sluice: Group Tasks By...");
    await workbench.quickPick("Parent");
    await rowsWith(workbench, "Tasks", /^ {2}reader ×7/);
  });

  it("is filtered by words, says so, and shows all again", async () => {
    const { workbench } = current();
    const byButton = (): Promise<void> => clickTitleButton(workbench, "Tasks", "Filter Tasks");
    await workbench.quickInputOf(byButton, "straggler idle");
    const rows = await workbench.waitFor(
      "the stragglers and who started them",
      async () => texts(await workbench.rows("Tasks")),
      // The outermost row is drawn before those below it.
      (all) => all.length < 6 && all.length > 1,
    );
    assert.deepEqual(
      rows.map((row) => /^\s*\S+/.exec(row)?.[0]),
      ["(main)", "  request", "    straggler", "    straggler"],
    );
    await says(workbench, "Filter: straggler idle · 2 tasks");
    await workbench.screenshot("sidebar-filter");
    const byMenu = (): Promise<void> => clickTitleMenu(workbench, "Tasks", "Filter Tasks...");
    await workbench.quickInputOf(byMenu, "nothing of the kind");
    await says(workbench, "No task has all words of the filter.");
    await clickTitleButton(workbench, "Tasks", "Clear the Filter");
    await rowsWith(workbench, "Tasks", /reader ×7/);
  });

  it("pins a task by button and menu, and opens where it waits and where it was started", async () => {
    const { workbench, folder } = current();
    const isPinned = async (): Promise<boolean> =>
      (await workbench.rows("Tasks")).some(({ label }) => label === "Pinned");
    await clickRowButton(workbench, "Tasks", /^refresher/, "Pin", isPinned);
    await rowsWith(workbench, "Tasks", /^Pinned 1 task$/, /^ {2}refresher receive idle/);
    await workbench.screenshot("sidebar-pinned");
    await leadsTo(
      workbench,
      ["Tasks", /^refresher/, "Open Source of the Start"],
      `${folder}/primitives.mjs`,
      (line) => line === 62,
    );
    await leadsTo(
      workbench,
      ["Tasks", /^refresher/, "Open Source of the Wait"],
      `${folder}/primitives.mjs`,
      (line) => line === 28,
    );
    const isFree = async (): Promise<boolean> => !(await isPinned());
    await clickRowMenu(workbench, "Tasks", /^refresher/, "Unpin", isFree);
    await clickRowMenu(workbench, "Tasks", /^refresher/, "Pin", isPinned);
    await clickRowButton(workbench, "Tasks", /^refresher/, "Unpin", isFree);
  });

  it("points at the box of a task in the graph, and shows the timeline", async () => {
    const { workbench } = current();
    await showsInGraph(workbench, "Tasks", /^refresher/, "refresher");
    await clickTitleButton(workbench, "Tasks", "Show Timeline");
    const timeline = await pageNamed(workbench, "Sluice Timeline");
    await untilListed(workbench, timeline, /^refresher · waits to receive$/);
    await workbench.runCommand("View: Close All Editor Groups");
    await workbench.openFile("primitives.mjs");
  });

  it("keeps its selection and what is open while its rows change", async () => {
    const { workbench } = current();
    const selected = workbench.page.locator('.monaco-list[aria-label="Tasks"] .monaco-list-row.selected');
    const selectedLabel = async (): Promise<string> =>
      (await selected.count()) === 0 ? "" : ((await selected.first().getAttribute("aria-label")) ?? "");
    // A click on a row that is being drawn anew goes astray.
    await workbench.waitFor(
      "the collector's row to be selected",
      async () => {
        await workbench.clickRow("Tasks", "collector");
        return selectedLabel();
      },
      (label) => label.startsWith("collector, "),
    );
    // A click that goes astray might close it again.
    await workbench.expandRow("Tasks", /^reader ×7/);
    const ages = async (): Promise<string> =>
      (await workbench.rows("Tasks")).find(({ label }) => label === "refresher")?.text ?? "";
    const before = await ages();
    await workbench.waitFor("another age", ages, (text) => text !== before);
    assert.match(await selectedLabel(), /^collector, /);
    const isOpen = async (): Promise<boolean | undefined> =>
      (await workbench.rows("Tasks")).find(({ label }) => label === "reader ×7")?.expanded;
    assert.equal(await isOpen(), true);
    await clickTitleButton(workbench, "Tasks", "Collapse All");
    await workbench.waitFor(
      "all rows to be closed",
      () => workbench.rows("Tasks"),
      (rows) => rows.every(({ level }) => level === 1),
    );
    await workbench.expandRow("Tasks", "(main)");
    await rowsWith(workbench, "Tasks", /^ {2}reader ×7/);
  });

  it("stands still when it is told to, and goes on", async () => {
    const { workbench } = current();
    await clickTitleButton(workbench, "Tasks", "Stop Following the Program");
    await says(workbench, /Paused at \d\d:\d\d:\d\d\./);
    // What was asked for before comes still.
    let before: readonly string[] = [];
    let equal = 0;
    await workbench.waitFor(
      "rows that stand still",
      async () => texts(await workbench.rows("Tasks")),
      (rows) => {
        equal = rows.join() === before.join() ? equal + 1 : 0;
        before = rows;
        return equal === 5;
      },
    );
    await workbench.screenshot("sidebar-paused");
    const told = await printed(workbench);
    await workbench.waitFor(
      "more of the program's output",
      () => printed(workbench),
      (lines) => lines > told,
    );
    assert.deepEqual(texts(await workbench.rows("Tasks")), before);
    await clickTitleButton(workbench, "Tasks", "Follow the Program");
    await workbench.waitFor(
      "other rows",
      async () => texts(await workbench.rows("Tasks")),
      (rows) => rows.join() !== before.join(),
    );
  });

  it("shows the row of the editor's line when that is wanted", async () => {
    const { workbench } = current();
    await clickTitleMenu(workbench, "Tasks", "Follow the Editor's Line");
    await workbench.runCommand("Go to Line/Column...");
    await workbench.quickInput(":43");
    const selected = workbench.page.locator('.monaco-list[aria-label="Tasks"] .monaco-list-row.selected');
    await workbench.waitFor(
      "the straggler's row",
      async () => (await selected.count()) > 0 && ((await selected.first().getAttribute("aria-label")) ?? ""),
      (label) => typeof label === "string" && label.startsWith("straggler, "),
    );
    await clickTitleMenu(workbench, "Tasks", "Stop Following the Editor's Line");
  });

  it("offers to dump a process and to open a recording beside it, and to prove leaks", async () => {
    const { workbench } = current();
    for (const entry of ["Dump a Process...", "Open a Recording..."]) {
      const input = workbench.page.locator(".quick-input-widget input[type=text]");
      // A box that loses the focus, to a menu that closes late, is gone.
      await clickTitleMenu(workbench, "Tasks", entry, () => input.isVisible());
      await workbench.page.keyboard.press("Escape");
      await input.waitFor({ state: "hidden" });
    }
    await clickTitleMenu(workbench, "Tasks", "Prove Leaks Now");
    await rowsWith(workbench, "Tasks", /reader ×7/);
    assert.deepEqual(await workbench.notifications(), []);
  });
});

describe("the Tasks view", () => {
  it("offers what can be done before, while and after a program runs", async () => {
    await shop({ open: "orders.ts" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      await says(workbench, "No program runs under Sluice.");
      assert.deepEqual((await titleButtons(workbench, "Tasks")).slice(0, 3), [
        "Run This File",
        "Dump a Process...",
        "Open a Recording...",
      ]);
      assert.equal(await workbench.page.locator(STATUS).count(), 0);
      await clickTitleButton(workbench, "Tasks", "Run This File");
      await rowsWith(workbench, "Tasks", /clerk/);
      await workbench.waitFor(
        "the status item",
        () => workbench.page.locator(STATUS).innerText(),
        (text) => /^ ?\d+ tasks? · \d+ blocked$/.test(text.trim()),
      );
      const buttons = await titleButtons(workbench, "Tasks");
      assert.deepEqual(buttons.slice(0, 4), [
        "Stop",
        "Stop Following the Program",
        "Filter Tasks...",
        "Group Tasks By...",
      ]);
      await clickTitleButton(workbench, "Tasks", "Stop");
      await says(workbench, "orders.ts was ended by SIGTERM. These tasks were not over:");
      await workbench.waitFor(
        "no status item",
        async () => (await workbench.page.locator(STATUS).count()) === 0,
      );
      await clickTitleButton(workbench, "Tasks", "Dump a Process...");
      await workbench.waitFor(
        "processes to dump",
        () => workbench.quickPickLabels(),
        (labels) => labels.length > 0,
      );
      await workbench.page.keyboard.press("Escape");
    });
  });
});

describe("the Findings view", () => {
  it("is in the Problems panel as well, until the next run starts", async () => {
    const files = { "deadlock.mjs": await programText("kernels/lock-ring.mjs") };
    await shop({ files, open: "deadlock.mjs" }, async ({ workbench, folder }) => {
      await workbench.openContainer("Sluice");
      await workbench.runCommand("Sluice: Run This File");
      const ring = await rowsWith(workbench, "Findings", /Lock cycle/, /^ {2}transfer /);
      await workbench.page.locator('.panel .action-label[aria-label^="Problems"]').click();
      const problems = workbench.page.locator(".markers-panel .monaco-list-row");
      const told = (): Promise<string[]> =>
        workbench.waitFor(
          "the problem with its places",
          async () => (await problems.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim()),
          // By the code of the rule that could have foreseen it.
          (rows) =>
            rows.some((row) =>
              /^transfer holds accounts .*sluice sync\/lock-order \[Ln 11, Col 25\]$/.test(row),
            ),
        );
      assert.ok((await told()).some((row) => row.includes("deadlock.mjs")));
      await workbench.screenshot("sidebar-problems");
      const wait = Number(/:(\d+)/.exec(ring.find((row) => /^ {2}transfer /.test(row)) ?? "")?.[1]);
      const stuck = /^transfer(?! holds)/;
      const file = `${folder}/deadlock.mjs`;
      await leadsTo(
        workbench,
        ["Findings", stuck, "Open Source of the Start"],
        file,
        (line) => line !== wait,
      );
      await leadsTo(workbench, ["Findings", stuck, "Open Source of the Wait"], file, (line) => line === wait);
      await showsInGraph(workbench, "Findings", stuck, "transfer");
      await workbench.runCommand("View: Close All Editor Groups");
      await workbench.openFile("deadlock.mjs");
      await workbench.runCommand("Sluice: Run This File");
      await told();
    });
  });

  it("has what is proved when that is asked for", async () => {
    const files = { "leak.mjs": await programText("behaviour/big-heap-leak.mjs") };
    await shop({ files, open: "leak.mjs" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      await workbench.runCommand("Sluice: Run This File");
      await rowsWith(workbench, "Tasks", /forgotten/);
      await says(workbench, "Nothing found so far.");
      await clickTitleButton(workbench, "Findings", "Prove Leaks Now");
      await rowsWith(workbench, "Findings", /forgotten/);
      await workbench.screenshot("sidebar-leak");
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it("leaves out what a setting or a comment silences", async () => {
    const text = await programText("kernels/lock-ring.mjs");
    const settings = JSON.stringify({ "sluice.ignore": ["lock-cycle:ignored.mjs", "deadlock:ignored.mjs"] });
    const files = { "ignored.mjs": text, ".vscode/settings.json": settings };
    await shop({ files, open: "ignored.mjs" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      await workbench.runCommand("Sluice: Run This File");
      await says(workbench, "Nothing was found in the last run.");
    });
  });
});

describe("a recording", () => {
  it("is opened by its path or by the menu of its file, and looked at", async () => {
    const files = {
      "ring.mjs": await programText("kernels/lock-ring.mjs"),
      "promise.mjs": await programText("kernels/promise-deadlock.mjs"),
    };
    await shop({ files }, async ({ workbench, folder }) => {
      for (const name of ["ring", "promise"]) {
        const record = ["--record", join(folder, `${name}.sluice`), join(folder, `${name}.mjs`)];
        const command = [join(root, "dist/npm/sluice.cjs"), "run", "--quiet", ...record];
        await promisify(execFile)(process.execPath, command).catch(() => undefined);
      }
      await workbench.openContainer("Sluice");
      await says(workbench, "No program runs under Sluice.");
      await clickTitleButton(workbench, "Tasks", "Open a Recording...");
      await workbench.quickPick("ring.sluice");
      await rowsWith(workbench, "Findings", /Lock cycle/);
      await says(workbench, /ring\.mjs exited with code \d+\. These tasks were not over:/);
      await workbench.screenshot("sidebar-recording");
      await clickTitleButton(workbench, "Tasks", "Group Tasks By");
      await workbench.quickPick("State");
      await rowsWith(workbench, "Tasks", /^Stuck \d tasks/);
      // By the menu of its file as well.
      await workbench.openContainer("Explorer");
      await clickRowMenu(workbench, "Files Explorer", /^promise\.sluice$/, "Open a Recording...");
      await rowsWith(workbench, "Findings", /all tasks are asleep/);
      await says(workbench, /promise\.mjs exited with code \d+\. These tasks were not over:/);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});

describe("the walkthrough", () => {
  it("leads from the example to its deadlock", async () => {
    await shop({}, async ({ workbench }) => {
      await workbench.runCommand("Sluice: Open the Example");
      await workbench.waitFor("the example", async () =>
        (await workbench.cursor())?.file.endsWith("/two-cooks.mjs"),
      );
      await workbench.runCommand("Sluice: Run This File");
      await rowsWith(workbench, "Findings", /ana holds knife and waits for pan/);
      await workbench.screenshot("walkthrough-deadlock");
      await workbench.runCommand("Welcome: Open Walkthrough...");
      await workbench.quickPick(/Find a Deadlock with Sluice/);
      await says(workbench, "Open a program that hangs");
      await workbench.screenshot("walkthrough");
    });
  });
});
