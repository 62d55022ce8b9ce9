/** Tasks beside the JavaScript debugger: an ordinary `node` configuration, in a real VS Code with its own debugger. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode, type Shop } from "./support/shop.js";
import { clickRowMenu } from "./support/view-actions.js";
import type { Row, Workbench } from "./workbench.js";

const { sharedShop } = withVscode();

const PROGRAM = "stock.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/orders.mjs"), "utf8");
const BREAKPOINT = lineOf(SOURCE, "// here");

const RING = "ring.mjs";
const RING_SOURCE = readFileSync(join(root, "test/programs/debug/ring-then-panic.mjs"), "utf8");

function lineOf(source: string, mark: string): number {
  return 1 + source.split("\n").findIndex((line) => line.endsWith(mark));
}

function launchOf(name: string, program: string): object {
  return {
    name,
    type: "node",
    request: "launch",
    program: `\${workspaceFolder}/${program}`,
    skipFiles: ["<node_internals>/**"],
  };
}

const LAUNCH = {
  version: "0.2.0",
  configurations: [launchOf("Stock", PROGRAM), launchOf("Ring", RING)],
  compounds: [{ name: "Both", configurations: ["Stock", "Ring"], stopAll: true }],
};

const FILES = {
  [PROGRAM]: SOURCE,
  [RING]: RING_SOURCE,
  ".vscode/settings.json": JSON.stringify({ "sluice.trace": "on" }),
  ".vscode/launch.json": JSON.stringify(LAUNCH),
};

/** With a breakpoint in the task that goes on and on, until the debugger stops there. */
async function stopAtBreakpoint({ workbench, folder }: Shop): Promise<void> {
  await workbench.page.setViewportSize({ width: 1400, height: 1900 });
  await workbench.page.keyboard.press("Control+g");
  await workbench.quickInput(`:${BREAKPOINT}`);
  await cursorIn(workbench, join(folder, PROGRAM), BREAKPOINT);
  const mark = workbench.page.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');
  // The debugger's extension must be there before there are breakpoints in such a file.
  await workbench.waitFor("the breakpoint", async () => {
    if (await mark.first().isVisible()) return true;
    await workbench.runCommand("Debug: Toggle Breakpoint");
    return mark
      .first()
      .waitFor({ timeout: 2_000 })
      .then(
        () => true,
        () => false,
      );
  });
  await workbench.page.keyboard.press("F5");
  await untilPaused(workbench, /Paused on breakpoint/i);
}

async function untilPaused(workbench: Workbench, words: RegExp): Promise<Row[]> {
  return stackShows(workbench, `the debugger ${String(words)}`, (rows) =>
    rows.some(({ text }) => words.test(text)),
  );
}

function stackShows(
  workbench: Workbench,
  what: string,
  accept: (rows: readonly Row[]) => boolean,
): Promise<Row[]> {
  return workbench.waitFor(what, () => workbench.callStack(), accept);
}

async function cursorIn(workbench: Workbench, file: string, line: number): Promise<void> {
  await workbench.waitFor(
    `the cursor in line ${line}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === file && cursor.line === line,
  );
}

const TASKS = /^Tasks of /;
const WORKER = /^worker · receive answers/;

/** Its thread, below the session of Sluice, which comes after the debugger's frames. */
async function workerShows(workbench: Workbench): Promise<void> {
  await workbench.expandRow("Call Stack", TASKS);
  await workbench.expandRow("Call Stack", WORKER);
}

async function viewsSay(workbench: Workbench, words: string): Promise<void> {
  await workbench.waitFor(`the words ${words}`, () => workbench.page.getByText(words).first().isVisible());
}

async function start(workbench: Workbench, configuration: string): Promise<void> {
  await workbench.runCommand("Debug: Select and Start Debugging");
  await workbench.quickPick(configuration);
}

async function stop(workbench: Workbench): Promise<void> {
  await workbench.runCommand("Debug: Stop");
  await stackShows(workbench, "no session any more", (rows) => rows.length === 0);
}

/** In the Breakpoints view, which shows the filters of the session that is looked at. */
async function stopAtFindings(workbench: Workbench, filter: string): Promise<void> {
  const row = workbench.page.locator(".debug-breakpoints .monaco-list-row").filter({ hasText: filter });
  await row.locator("input[type=checkbox]").check();
}

/** The debugger's frame at which it stands: "28:5". */
async function untilStandsElsewhere(workbench: Workbench, before: string): Promise<string> {
  const top = (rows: readonly Row[]): string | undefined => {
    const frame = rows.find(({ text, level }) => level === 2 && /\d+:\d+$/.test(text));
    const isPaused = rows.some(({ text, level }) => level === 1 && /Paused/.test(text));
    return isPaused ? frame?.text : undefined;
  };
  const rows = await stackShows(workbench, `another place than ${before}`, (rows) => {
    const place = top(rows);
    return place !== undefined && place !== before;
  });
  return top(rows) ?? "";
}

describe("an ordinary configuration of type node", () => {
  const current = sharedShop({ open: PROGRAM, files: FILES });

  it("shows its other tasks as threads while the debugger stops in one", async () => {
    const { workbench, folder } = current();
    await stopAtBreakpoint(current());
    await workerShows(workbench);
    await cursorIn(workbench, join(folder, PROGRAM), BREAKPOINT);
    await workbench.screenshot("overlay-paused");

    // The state at that very moment.
    await workbench.openContainer("Sluice");
    await viewsSay(workbench, "Held by the debugger: the tasks are as of that moment.");
    await workbench.waitFor(
      "the task that is held in the middle of its turn",
      () => workbench.rows("Tasks"),
      (rows) => rows.some(({ text }) => text.startsWith("ticker running")),
    );
    await workbench.screenshot("overlay-held");
    assert.deepEqual(await workbench.notifications(), []);
  });

  it("opens the variables of a task that waits, while the debugger holds the program", async () => {
    const { workbench, folder } = current();
    await workbench.openContainer("Run and Debug");
    await workbench.clickRow("Call Stack", /^reserve$/);
    await workbench.expandRow("Variables", /^Locals/);
    await workbench.waitFor(
      "the variables of its suspended function",
      () => workbench.rows("Variables"),
      (rows) => ["attempt = 2", 'label = "7/2"'].every((local) => rows.some(({ text }) => text === local)),
    );
    await workbench.screenshot("overlay-locals");
    await workbench.clickRow("Call Stack", /^ticker$/);
    await cursorIn(workbench, join(folder, PROGRAM), BREAKPOINT);
  });

  it("is stepped through without landing in the library or the tracer", async () => {
    const { workbench } = current();
    await workbench.openContainer("Run and Debug");
    const places = [await untilStandsElsewhere(workbench, "")];
    // Into a function of the program's, out of it, into the library's sleep, and so on to where it goes on.
    for (let step = 0; step < 6; step++) {
      await workbench.page.keyboard.press("F11");
      places.push(await untilStandsElsewhere(workbench, places.at(-1) ?? ""));
    }
    const [here, inside] = [BREAKPOINT, lineOf(SOURCE, "return turn * 2;")];
    assert.deepEqual(
      places.map((place) => place.replace(/:\d+$/, "")),
      [
        `ticker ${PROGRAM} ${here}`,
        `ticker ${PROGRAM} ${here + 1}`,
        `count ${PROGRAM} ${inside}`,
        `count ${PROGRAM} ${inside}`,
        `ticker ${PROGRAM} ${here - 1}`,
        `ticker ${PROGRAM} ${here}`,
        `ticker ${PROGRAM} ${here + 1}`,
      ],
    );
  });

  it("leads from a thread to its task, in the Tasks view and in the graph", async () => {
    const { workbench } = current();
    await workerShows(workbench);
    const selected = workbench.page.locator(
      '.monaco-list[aria-label="Tasks"]:visible .monaco-list-row.selected',
    );
    await clickRowMenu(workbench, "Call Stack", WORKER, "Show in Tasks View", async () =>
      (await selected.allInnerTexts()).some((text) => text.startsWith("worker")),
    );
    await workbench.openContainer("Run and Debug");
    const tab = workbench.page.locator('.tab[aria-label^="Sluice Graph"], .tab:has-text("Graph")').first();
    await clickRowMenu(workbench, "Call Stack", WORKER, "Show in Graph", () => tab.isVisible());
    await workbench.screenshot("overlay-thread-in-graph");
    await workbench.runCommand("View: Close Editor");
  });

  it("has the tasks of the new program, and those alone, when it is restarted", async () => {
    const { workbench } = current();
    const threads = async (): Promise<string[]> =>
      (await workbench.callStack()).filter(({ text }) => TASKS.test(text)).map(({ label }) => label);
    const [before] = await threads();
    await workbench.runCommand("Debug: Restart");
    await workbench.waitFor(
      "tasks of another program",
      threads,
      (now) => now.length === 1 && now[0] !== before,
    );
    await untilStandsElsewhere(workbench, "");
    await workerShows(workbench);
    await workbench.screenshot("overlay-restarted");
    await workbench.clickRow("Call Stack", WORKER);
    for (const filter of ["Deadlocks (Sluice)", "Panics (Sluice)"]) await stopAtFindings(workbench, filter);
    await stop(workbench);
  });

  it("has the tasks of each program of a compound below that program", async () => {
    const { workbench } = current();
    await start(workbench, "Both");
    const rows = await stackShows(workbench, "the tasks of both programs", (rows) => {
      return rows.filter(({ text }) => TASKS.test(text)).length === 2;
    });
    const names = rows.filter(({ text }) => TASKS.test(text)).map(({ label }) => /\w+\.mjs/.exec(label)?.[0]);
    assert.deepEqual(names.sort(), [RING, PROGRAM]);
    await workbench.screenshot("overlay-compound");
    await stop(workbench);
  });

  it("stops at a deadlock and at a panic, in the user's own lines", async () => {
    const { workbench, folder } = current();
    await start(workbench, "Ring");
    await cursorIn(workbench, join(folder, RING), lineOf(RING_SOURCE, "// blocked"));
    await stackShows(workbench, "the program held", (rows) =>
      rows.some(({ label, text }) => /^ring\.mjs/.test(label) && /Paused/.test(text)),
    );
    await workbench.screenshot("overlay-deadlock");
    await writeFile(join(folder, "panic.now"), "");
    await workbench.page.keyboard.press("F5");
    await cursorIn(workbench, join(folder, RING), lineOf(RING_SOURCE, "// panics"));
    await stackShows(workbench, "the panic as a thread", (rows) =>
      rows.some(({ label }) => /^panic · send on closed channel/.test(label)),
    );
    await workbench.screenshot("overlay-panic");
    await stop(workbench);
  });

  it("has the tasks of what is started in a JavaScript Debug Terminal", async () => {
    const { workbench } = current();
    await workbench.runCommand("Debug: JavaScript Debug Terminal");
    await workbench.waitFor("the terminal's prompt", () =>
      workbench.page.locator(".terminal-wrapper .terminal-command-decoration").first().isVisible(),
    );
    await workbench.page.keyboard.type(`node ${PROGRAM}`);
    await workbench.page.keyboard.press("Enter");
    await untilStandsElsewhere(workbench, "");
    await workerShows(workbench);
    await workbench.screenshot("overlay-debug-terminal");
  });
});
