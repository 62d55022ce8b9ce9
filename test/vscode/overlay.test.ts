/** Tasks beside the JavaScript debugger: an ordinary `node` configuration, in a real VS Code with its own debugger. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode, type Shop } from "./support/shop.js";
import type { Row, Workbench } from "./workbench.js";

const { shop } = withVscode();

const PROGRAM = "stock.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/orders.mjs"), "utf8");
const BREAKPOINT = 1 + SOURCE.split("\n").findIndex((line) => line.endsWith("// here"));

const LAUNCH = {
  name: "Stock",
  type: "node",
  request: "launch",
  program: `\${workspaceFolder}/${PROGRAM}`,
  skipFiles: ["<node_internals>/**"],
};

function filesOf(settings: object, launch: object = LAUNCH): Record<string, string> {
  return {
    [PROGRAM]: SOURCE,
    ".vscode/settings.json": JSON.stringify(settings),
    ".vscode/launch.json": JSON.stringify({ version: "0.2.0", configurations: [launch] }),
  };
}

const TRACED = { "sluice.trace": "on" };

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
  await stackShows(workbench, "the debugger at its breakpoint", (rows) =>
    rows.some(({ text }) => /Paused on breakpoint/i.test(text)),
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

const WORKER = /^worker · receive answers/;

/** Its thread, below the session of Sluice, which comes after the debugger's frames. */
async function workerShows(workbench: Workbench): Promise<void> {
  await workbench.expandRow("Call Stack", /^Tasks of /);
  await workbench.expandRow("Call Stack", WORKER);
}

describe("an ordinary configuration of type node", () => {
  it("shows its other tasks as threads while the debugger stops in one", async () => {
    await shop({ open: PROGRAM, files: filesOf(TRACED) }, async (opened) => {
      const { workbench, folder } = opened;
      await stopAtBreakpoint(opened);
      await workerShows(workbench);
      await cursorIn(workbench, join(folder, PROGRAM), BREAKPOINT);
      await workbench.screenshot("overlay-paused");

      // The state at that very moment.
      await workbench.openContainer("Sluice");
      await workbench.waitFor("the words that it is held", () =>
        workbench.page
          .getByText("Held by the debugger: the tasks are as of that moment.")
          .first()
          .isVisible(),
      );
      await workbench.waitFor(
        "the task that is held in the middle of its turn",
        () => workbench.rows("Tasks"),
        (rows) => rows.some(({ text }) => text.startsWith("ticker running")),
      );
      await workbench.screenshot("overlay-held");
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});
