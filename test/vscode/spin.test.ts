/** A program whose main thread computes on and on, in a real VS Code: its views say so, and where. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { freePort } from "../protocol/support/free-port.js";
import { root, withVscode } from "./support/shop.js";
import type { Row, Workbench } from "./workbench.js";

const { shop } = withVscode();

const PROGRAM = "spins.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/spins.mjs"), "utf8");
const LINES = SOURCE.split("\n");
const LOOP = 1 + LINES.findIndex((line) => line.endsWith("// here"));
const CALL = 1 + LINES.findIndex((line) => line.includes("hash(7"));

const SPIN = /^main thread/;

function filesWith(configuration: object): Record<string, string> {
  const whole = {
    name: "Spins",
    request: "launch",
    program: `\${workspaceFolder}/${PROGRAM}`,
    ...configuration,
  };
  return {
    [PROGRAM]: SOURCE,
    ".vscode/settings.json": JSON.stringify({ "sluice.trace": "on" }),
    ".vscode/launch.json": JSON.stringify({ version: "0.2.0", configurations: [whole] }),
  };
}

async function start(workbench: Workbench): Promise<void> {
  await workbench.runCommand("Debug: Select and Start Debugging");
  await workbench.quickPick("Spins");
  // It opens its own container when a session starts.
  await workbench.waitFor("its tasks", async () =>
    (await workbench.callStack()).some(({ text }) => text.startsWith("clerk") || text.startsWith("Tasks of")),
  );
  await workbench.openContainer("Sluice");
}

async function spinShows(workbench: Workbench, text: RegExp): Promise<Row> {
  const rows = await workbench.waitFor(
    `the main thread, ${String(text)}`,
    () => workbench.rows("Tasks"),
    ([first]) => first !== undefined && text.test(first.text),
  );
  return rows[0] ?? assert.fail();
}

async function statusItem(workbench: Workbench): Promise<string> {
  const texts = await workbench.page.locator('.statusbar-item[id*="sluice.status"]').allInnerTexts();
  return texts.join().trim();
}

async function cursorIn(
  workbench: Workbench,
  file: string,
  isThere: (line: number) => boolean,
): Promise<void> {
  await workbench.waitFor(
    `the cursor in ${file}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === file && isThere(cursor.line),
  );
}

/** In the loop, or in the function that it calls. */
const isInSpin = (line: number): boolean => line === LOOP || /mixed|function mix/.test(LINES[line - 1] ?? "");

describe("a program that spins", () => {
  it("is told with the lines that it spins in, beside the JavaScript debugger", async () => {
    const files = filesWith({ type: "node", skipFiles: ["<node_internals>/**"] });
    await shop({ open: PROGRAM, files }, async ({ workbench, folder }) => {
      await workbench.page.setViewportSize({ width: 1400, height: 1000 });
      await start(workbench);
      const row = await spinShows(workbench, /^main thread busy in (hash|mix) · \d+ s · spins\.mjs:\d+$/);
      assert.match(
        row.ariaLabel,
        /^main thread, busy in (hash|mix) without a turn of its event loop, for \d+ seconds?/,
      );
      await workbench.waitFor("the message", () =>
        workbench.page
          .getByText(/The main thread has been busy since [\d:]+: none of its tasks goes on/)
          .isVisible(),
      );
      const status = await workbench.waitFor(
        "the status bar",
        () => statusItem(workbench),
        (text) => text.includes("busy in"),
      );
      assert.match(status, /main thread busy in (hash|mix) \d+ s · \d+ tasks/);
      // Its task runs, by the program's own word, though it cannot say anything by itself.
      await workbench.waitFor(
        "the task that runs",
        () => workbench.rows("Tasks"),
        (rows) => rows.some(({ text }) => /^audit running/.test(text)),
      );
      await workbench.expandRow("Tasks", SPIN);
      await workbench.clickRow("Tasks", /^hash$/);
      await cursorIn(workbench, join(folder, PROGRAM), (line) => line === LOOP);
      await workbench.clickRow("Tasks", SPIN);
      await cursorIn(workbench, join(folder, PROGRAM), isInSpin);
      await workbench.screenshot("spin-tasks");

      await workbench.openContainer("Run and Debug");
      await workbench.expandRow("Call Stack", /^Tasks of /);
      await workbench.expandRow("Call Stack", SPIN);
      const stack = await workbench.waitFor(
        "the frames",
        () => workbench.callStack(),
        (rows) => rows.some(({ text }) => text.startsWith("audit") && text.includes(`${CALL}:`)),
      );
      // The task runs since then as well, and not since it could tell.
      const ages = [/^main thread .* (\d+) s/, /^audit · running · (\d+) s/].map((name) =>
        Number(stack.map(({ text }) => name.exec(text)?.[1]).find((age) => age !== undefined)),
      );
      assert.ok(Math.abs((ages[0] ?? NaN) - (ages[1] ?? NaN)) <= 1, `ages of ${ages.join(" s and ")} s`);
      // To ask it is to stop it for nobody: the debugger's own thread runs.
      assert.ok(!stack.some(({ text }) => /Paused on|PAUSED/.test(text)), JSON.stringify(stack));
      await workbench.screenshot("spin-call-stack");
      assert.deepEqual(await workbench.notifications(), []);
      await workbench.runCommand("Debug: Stop");
    });
  });

  it("is asked where, when the user wants to know, where no debugger is in it; and is over when it is", async () => {
    const port = await freePort();
    const files = filesWith({
      type: "sluice",
      args: ["60000"],
      console: "internalConsole",
      runtimeArgs: [`--inspect-port=${port}`],
    });
    await shop({ open: PROGRAM, files }, async ({ workbench, folder }) => {
      await start(workbench);
      await spinShows(workbench, /^main thread busy · \d+ s$/);
      await workbench.waitFor("the message", () =>
        workbench.page
          .getByText(/has been busy since [\d:]+: its tasks are shown as they were then/)
          .isVisible(),
      );
      await workbench.screenshot("spin-not-asked");
      await workbench.clickRow("Tasks", SPIN);
      await cursorIn(workbench, join(folder, PROGRAM), isInSpin);
      await spinShows(workbench, /^main thread busy in (hash|mix) · \d+ s/);
      await workbench.screenshot("spin-asked");
      await workbench.waitFor(
        "the row gone when the loop turns again",
        () => workbench.rows("Tasks"),
        (rows) => rows.length > 0 && !rows.some(({ text }) => SPIN.test(text)),
      );
      await workbench.waitFor("the status bar without it", async () =>
        /^\d+ tasks/.test(await statusItem(workbench)),
      );
      assert.equal(await workbench.page.getByText(/has been busy since/).isVisible(), false);
    });
  });
});
