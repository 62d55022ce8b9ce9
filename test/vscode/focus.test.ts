/**
 * Stops that Sluice asks for while the user looks at the JavaScript debugger's own session: the editor goes to the user's
 * own line, and not to wherever the program happens to be held.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root, withVscode, type Shop } from "./support/shop.js";
import type { Row, Workbench } from "./workbench.js";

const { sharedShop } = withVscode();

const PROGRAM = "self.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/stops-itself.mjs"), "utf8");

const LAUNCH = {
  version: "0.2.0",
  configurations: [
    {
      name: "Self",
      type: "node",
      request: "launch",
      program: `\${workspaceFolder}/${PROGRAM}`,
      skipFiles: ["<node_internals>/**"],
    },
  ],
};

const FILES = {
  [PROGRAM]: SOURCE,
  ".vscode/settings.json": JSON.stringify({ "sluice.trace": "on" }),
  ".vscode/launch.json": JSON.stringify(LAUNCH),
};

function lineOf(mark: string): number {
  return 1 + SOURCE.split("\n").findIndex((line) => line.endsWith(mark));
}

async function cursorIn(workbench: Workbench, file: string, line: number): Promise<void> {
  await workbench.waitFor(
    `the cursor in line ${line}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === file && cursor.line === line,
  );
}

function stackShows(
  workbench: Workbench,
  what: string,
  accept: (rows: readonly Row[]) => boolean,
): Promise<Row[]> {
  return workbench.waitFor(what, () => workbench.callStack(), accept);
}

async function say({ folder }: Shop, name: string): Promise<void> {
  await writeFile(join(folder, name), "");
}

/** The program runs, stops are wanted at all findings, and the debugger's session is the one that is looked at. */
async function startWithDebuggerFocused(current: Shop): Promise<void> {
  const { workbench, folder } = current;
  await workbench.page.setViewportSize({ width: 1400, height: 1500 });
  await workbench.runCommand("Debug: Select and Start Debugging");
  await workbench.quickPick("Self");
  await stackShows(workbench, "the tasks", (rows) => rows.some(({ text }) => /^Tasks of /.test(text)));
  await workbench.clickRow("Call Stack", /^Tasks of /);
  for (const filter of ["Deadlocks (Sluice)", "Leaked tasks (Sluice)", "Panics (Sluice)"]) {
    const row = workbench.page.locator(".debug-breakpoints .monaco-list-row").filter({ hasText: filter });
    await row.locator("input[type=checkbox]").check();
  }
  await say(current, "debugger.now");
  await workbench.clickRow("Call Stack", /^self\.mjs/);
  await cursorIn(workbench, join(folder, PROGRAM), lineOf("// debugger's own"));
  await workbench.page.keyboard.press("F5");
  await stackShows(
    workbench,
    "the program going on",
    (rows) => !rows.some(({ text }) => /Paused/.test(text)),
  );
}

/** What VS Code offers to stop at: filters of the session that it has the focus on. */
async function filtersOffered(workbench: Workbench): Promise<string> {
  return (await workbench.page.locator(".debug-breakpoints .monaco-list-row").allInnerTexts()).join("\n");
}

describe("a stop at what Sluice finds, while the debugger's session is looked at", () => {
  const opened = sharedShop({ open: PROGRAM, files: FILES });

  for (const [what, file, mark] of [
    ["a deadlock", "deadlock.now", "// blocked"],
    ["a panic", "panic.now", "// panics"],
    ["a leak at the program's end", "end.now", "// left"],
  ] as const) {
    it(`shows the user's own line of ${what}`, async () => {
      const { workbench, folder } = opened();
      await startWithDebuggerFocused(opened());
      await say(opened(), file);
      await cursorIn(workbench, join(folder, PROGRAM), lineOf(mark));
      await stackShows(workbench, "the program held", (rows) =>
        rows.some(({ label, text }) => /^self\.mjs/.test(label) && /Paused/.test(text)),
      );
      // And stays there, with the focus on the session whose task that is.
      const filters = await filtersOffered(workbench);
      assert.match(filters, /Panics \(Sluice\)/);
      await cursorIn(workbench, join(folder, PROGRAM), lineOf(mark));
      await workbench.screenshot(`focus-${file.replace(".now", "")}`);
      await workbench.runCommand("Debug: Stop");
      await stackShows(workbench, "no session any more", (rows) => rows.length === 0);
      for (const said of [file, "debugger.now"]) await rm(join(folder, said));
    });
  }
});
