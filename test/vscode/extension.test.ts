/** The extension in a real VS Code, as its user meets it. Each test leaves a picture to look at. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode } from "./support/shop.js";
import type { Row, Workbench } from "./workbench.js";

const { shop } = withVscode();

const NO_RUN = "No program runs under Sluice.";

/** The Sluice container with the extension awake: before, the views are empty frames. */
async function openSluice(workbench: Workbench, words = NO_RUN): Promise<void> {
  await workbench.openContainer("Sluice");
  await seen(workbench, words);
}

async function seen(workbench: Workbench, words: string): Promise<void> {
  await workbench.waitFor(`the words "${words}"`, () => workbench.page.getByText(words).first().isVisible());
}

async function debugConsole(workbench: Workbench): Promise<string> {
  return (await workbench.page.locator(".repl .monaco-list-row").allInnerTexts()).join("\n");
}

/** The console draws its lines when it comes to it, which may be after the views. */
async function consoleShows(workbench: Workbench, text: RegExp): Promise<void> {
  await workbench.waitFor(
    `${String(text)} in the debug console`,
    () => debugConsole(workbench),
    (shown) => text.test(shown),
  );
}

function texts(rows: readonly Row[]): string[] {
  return rows.map(({ level, text }) => `${"  ".repeat(level - 1)}${text}`);
}

function startConfigurationOf(program: string): string {
  const configuration = { name: "Run", type: "sluice", request: "launch", program };
  return JSON.stringify({ version: "0.2.0", configurations: [configuration] });
}

const MAIN = /^main (send orders \(4\/4\) · \d+ m?s · orders\.ts:54|all of 3 · \d+ m?s · orders\.ts:63)$/;

describe("the demo", () => {
  it("run by F5 shows its tasks while it runs, and why it stopped", async () => {
    await shop({ open: "orders.ts" }, async ({ workbench, folder }) => {
      await openSluice(workbench);
      await workbench.page.keyboard.press("F5");
      await workbench.waitFor(
        "the debugger's own view, which VS Code opens by itself",
        () => workbench.callStack(),
        (rows) => rows.length > 0,
      );
      await workbench.openContainer("Sluice");

      // While it runs.
      const tree = await workbench.waitFor(
        "main, three clerks with what they fetch, and the mailer",
        async () => texts(await workbench.rows("Tasks")),
        (rows) =>
          rows.filter((row) => /^ {2}clerk all of 2 · .* · orders\.ts:22$/.test(row)).length === 3 &&
          rows.some((row) => / {4}fetchPrice timer 700 ms · .* · orders\.ts:27$/.test(row)) &&
          MAIN.test(rows[0] ?? ""),
      );
      assert.match(tree.at(-1) ?? "", /^ {2}mailer (receive invoices|timer 100 ms) · .* · orders\.ts:4[45]$/);
      await seen(workbench, "Nothing found so far.");
      await workbench.waitFor(
        "the program's output",
        () => debugConsole(workbench),
        (text) => /invoice \d+ to (Ada|Grace): \d+\.\d\d/.test(text),
      );
      await workbench.screenshot("demo-running");

      // Tasks are threads.
      await workbench.openContainer("Run and Debug");
      await workbench.waitFor(
        "the clerks in the Call Stack",
        () => workbench.callStack(),
        (rows) => rows.filter(({ label }) => /^clerk · /.test(label)).length === 3,
      );
      await workbench.screenshot("demo-call-stack");

      // At its end.
      await workbench.openContainer("Sluice");
      const findings = await workbench.waitFor(
        "the finding",
        () => workbench.rows("Findings"),
        (rows) => rows.length > 0,
      );
      const sentence =
        "all tasks are asleep: main waits for task mailer; mailer waits to receive from invoices";
      assert.equal(findings[0]?.label, sentence);
      assert.deepEqual(
        findings.slice(1).map(({ label }) => label),
        ["main", "mailer", "invoices"],
      );
      await seen(workbench, "orders.ts exited with code 0. These tasks were not over:");
      await workbench.waitFor(
        "the mailer as it stood at the end",
        async () => texts(await workbench.rows("Tasks")),
        (rows) => /^ {2}mailer receive invoices · .* · orders\.ts:44$/.test(rows[1] ?? ""),
      );
      const badge = workbench.page.locator(
        '.activitybar .action-item:has([aria-label^="Sluice"]) .badge-content',
      );
      assert.equal(await badge.innerText(), "1");
      await consoleShows(workbench, /Deadlock: all tasks are asleep/);
      await workbench.screenshot("demo-deadlock");

      // A click leads to the blocked lines.
      await workbench.clickRow("Findings", sentence);
      await cursorAt(workbench, `${folder}/orders.ts`, 65, 18);
      await workbench.clickRow("Findings", "mailer");
      await cursorAt(workbench, `${folder}/orders.ts`, 44, 35);
      await workbench.screenshot("demo-blocked-line");
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it('is run by "Sluice: Run This File" as well, in the light too, and stopped', async () => {
    const settings = JSON.stringify({ "workbench.colorTheme": "Default Light Modern" });
    await shop({ open: "orders.ts", files: { ".vscode/settings.json": settings } }, async ({ workbench }) => {
      await workbench.runCommand("Sluice: Run This File");
      const blocked = /^main, waiting to send on orders .*, for \d+ .*, orders\.ts line 54$/;
      // What a view first shows may be the start, while main still runs.
      await workbench.waitFor(
        "the tasks, without a click",
        () => workbench.rows("Tasks"),
        (rows) =>
          rows.filter(({ label }) => label === "clerk").length === 3 &&
          blocked.test(rows[0]?.ariaLabel ?? ""),
      );
      await workbench.screenshot("demo-running-light");
      await workbench.runCommand("Sluice: Stop");
      await seen(workbench, "orders.ts was ended by SIGTERM. These tasks were not over:");
      await consoleShows(workbench, /The program was ended by SIGTERM\./);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});

async function cursorAt(workbench: Workbench, file: string, line: number, column: number): Promise<void> {
  await workbench.waitFor(
    `the cursor at ${file}:${line}:${column}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === file && cursor.line === line && cursor.column === column,
  );
}

describe("tasks that wait", () => {
  it("are threads with frames, which lead to the code, and variables", async () => {
    const text = await readFile(join(root, "test/programs/behaviour/waits.mjs"), "utf8");
    await shop({ files: { "waits.mjs": text }, open: "waits.mjs" }, async ({ workbench, folder }) => {
      await workbench.runCommand("Sluice: Run This File");
      const tasks = await workbench.waitFor(
        "the tasks",
        () => workbench.rows("Tasks"),
        (rows) => rows.length === 3,
      );
      assert.match(tasks[1]?.text ?? "", /^worker receive jobs \(0\/2\) · .* · waits\.mjs:7$/);
      await workbench.openContainer("Run and Debug");
      await workbench.waitFor(
        "the worker as waiting",
        () => workbench.callStack(),
        (rows) => rows.some(({ text }) => /^worker · receive jobs \(0\/2\) · \d+ s Waiting$/i.test(text)),
      );
      await workbench.expandRow("Call Stack", /^worker · /);
      const frames = await workbench.waitFor(
        "the worker's frames",
        () => workbench.callStack(),
        (rows) => rows.some(({ label }) => label === "worker"),
      );
      assert.ok(frames.some(({ label }) => label === "waiting to receive from jobs (0/2)"));
      await workbench.clickRow("Call Stack", "worker");
      await cursorAt(workbench, `${folder}/waits.mjs`, 7, 30);
      await workbench.waitFor(
        "the wait among the variables",
        () => workbench.rows("Variables"),
        (rows) => rows.some(({ text }) => /^channel\b.*jobs/.test(text)),
      );
      await workbench.screenshot("threads");
    });
  });
});

describe("a view without rows", () => {
  it("says what it is for before there is a run", async () => {
    await shop({}, async ({ workbench }) => {
      await openSluice(workbench);
      await seen(workbench, "What Sluice finds wrong in a run is told here");
      await workbench.screenshot("welcome");
      await workbench.page.locator(".welcome-view-content .monaco-button").first().click();
      const told = await workbench.waitFor(
        "a message",
        () => workbench.notifications(),
        (all) => all.length > 0,
      );
      assert.deepEqual(told, ["Sluice: open the JavaScript or TypeScript file that is to run."]);
    });
  });

  it("says that a run has nothing to show, while it runs and after it", async () => {
    const files = { "quiet.mjs": 'setTimeout(() => console.log("over"), 4000);\n' };
    await shop({ files, open: "quiet.mjs" }, async ({ workbench }) => {
      await workbench.runCommand("Sluice: Run This File");
      await seen(workbench, "no task of it has lived long enough to be shown yet");
      await seen(workbench, "Nothing found so far.");
      await workbench.screenshot("welcome-live");
      await seen(workbench, "The program is over, and so are all of its tasks.");
      await seen(workbench, "Nothing was found in the last run.");
      await workbench.screenshot("welcome-ended");
    });
  });
});

describe("a launch that cannot be", () => {
  it("of a program that is not there is told in one message", async () => {
    const files = { ".vscode/launch.json": startConfigurationOf("${workspaceFolder}/no-such.ts") };
    await shop({ files }, async ({ workbench, folder }) => {
      await openSluice(workbench);
      await workbench.page.keyboard.press("F5");
      const dialog = workbench.page.locator(".monaco-dialog-box");
      const told = await workbench.waitFor(
        "a message",
        () => dialog.allInnerTexts(),
        (all) => all.length > 0,
      );
      await workbench.screenshot("wrong-path");
      assert.equal(told.length, 1);
      assert.match(told[0] ?? "", new RegExp(`There is no program ${folder}/no-such\\.ts: check the path`));
      assert.deepEqual(await workbench.notifications(), []);
      await workbench.page.keyboard.press("Escape");
      await openSluice(workbench);
    });
  });
});
