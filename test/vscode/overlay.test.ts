/** Tasks beside the JavaScript debugger: an ordinary `node` configuration, in a real VS Code with its own debugger. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode, type Shop } from "./support/shop.js";
import { clickMenuOf } from "./support/view-actions.js";
import type { Row, Workbench } from "./workbench.js";

const { shop } = withVscode();

const PROGRAM = "stock.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/orders.mjs"), "utf8");
const BREAKPOINT = 1 + SOURCE.split("\n").findIndex((line) => line.endsWith("// here"));
const BLOCKED = 1 + SOURCE.split("\n").findIndex((line) => line.includes("/*blocked: reserve*/"));

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

/** Its thread, which may stand below what is on screen. */
async function workerShows(workbench: Workbench): Promise<void> {
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
      const ticker = (await workbench.rows("Tasks")).find(({ label }) => label === "ticker");
      assert.match(ticker?.text ?? "", /^ticker running/);
      await workbench.screenshot("overlay-held");

      // Where the worker waits, and with what.
      await workbench.openContainer("Run and Debug");
      await workerShows(workbench);
      await workbench.clickRow("Call Stack", "reserve");
      await cursorIn(workbench, join(folder, PROGRAM), BLOCKED);
      await workbench.expandRow("Variables", /^Locals/);
      const locals = await workbench.waitFor(
        "the variables of the suspended function",
        () => workbench.rows("Variables"),
        (rows) => rows.some(({ text }) => text.includes('"7/2"')),
      );
      assert.ok(
        locals.some(({ text }) => /^attempt\s*[=:]\s*2$/.test(text)),
        JSON.stringify(locals),
      );
      await workbench.screenshot("overlay-locals");

      // From a thread to the row of its task.
      await clickMenuOf(
        workbench,
        workbench.page
          .locator(".debug-call-stack .monaco-list-row")
          .filter({ hasText: WORKER.source.slice(1) }),
        "Show in Tasks View",
      );
      await workbench.waitFor("the row of the worker, selected", async () =>
        workbench.page
          .locator('.monaco-list[aria-label="Tasks"] .monaco-list-row.selected', { hasText: "worker" })
          .isVisible(),
      );
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it("is stepped through without ever landing in the tracer or the library", async () => {
    await shop({ open: PROGRAM, files: filesOf(TRACED) }, async (opened) => {
      const { workbench, folder } = opened;
      await stopAtBreakpoint(opened);
      const lines: number[] = [];
      for (let step = 0; step < 8; step++) {
        const before = await workbench.cursor();
        await workbench.runCommand("Debug: Step Into");
        const after = await workbench.waitFor(
          "the next line",
          () => workbench.cursor(),
          (cursor) => cursor !== undefined && cursor.line !== before?.line,
        );
        assert.equal(after?.file, join(folder, PROGRAM));
        lines.push(after.line);
      }
      // Into `count`, out of it, over the `await` of the library's sleep, and on.
      const counted = 1 + SOURCE.split("\n").findIndex((line) => line.includes("return turn * 2"));
      assert.ok(lines.includes(counted), lines.join());
    });
  });

  it("ends together with the session beside it", async () => {
    await shop({ open: PROGRAM, files: filesOf(TRACED) }, async (opened) => {
      const { workbench } = opened;
      await stopAtBreakpoint(opened);
      await workerShows(workbench);
      await workbench.runCommand("Debug: Restart");
      await workerShows(workbench);
      await workbench.runCommand("Debug: Stop");
      await stackShows(workbench, "no session at all", (rows) => rows.length === 0);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it("is traced by a key of its own as well, and left alone where it says so", async () => {
    const launch = { ...LAUNCH, "sluice.trace": true };
    await shop({ open: PROGRAM, files: filesOf({ "sluice.trace": "off" }, launch) }, async (opened) => {
      await stopAtBreakpoint(opened);
      await workerShows(opened.workbench);
    });
  });

  it("is asked about once, beside the first start", async () => {
    await shop({ open: PROGRAM, files: filesOf({}) }, async (opened) => {
      const { workbench, folder } = opened;
      await stopAtBreakpoint(opened);
      await workbench.page.getByRole("button", { name: "From the Next Start On" }).click();
      await workbench.waitFor("the setting", async () =>
        (await readFile(join(folder, ".vscode/settings.json"), "utf8")).includes('"sluice.trace": "on"'),
      );
      await workbench.runCommand("Debug: Restart");
      await workerShows(workbench);
    });
  });
});

describe("a JavaScript Debug Terminal", () => {
  it("traces what runs in it", async () => {
    await shop({ open: PROGRAM, files: filesOf(TRACED) }, async ({ workbench }) => {
      await workbench.runCommand("Debug: JavaScript Debug Terminal");
      await workbench.page.locator(".terminal-wrapper.active .xterm-screen").first().waitFor();
      await workbench.page.locator(".terminal-wrapper.active").first().click();
      await workbench.page.keyboard.type(`node ${PROGRAM}\n`);
      await workbench.openContainer("Run and Debug");
      await workerShows(workbench);
      await workbench.screenshot("overlay-terminal");
    });
  });
});
