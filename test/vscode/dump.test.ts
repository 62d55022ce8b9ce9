/** "Sluice: Dump a Process..." in a real VS Code, of a process that was started plainly, outside of it. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { blockedSites } from "../integration/support/marks.js";
import { root, withVscode, type Shop } from "./support/shop.js";
import { clickRowMenu } from "./support/view-actions.js";
import type { Row } from "./workbench.js";

const { shop } = withVscode();

const PROGRAM = "lost-callback.mjs";
const SOURCE = join(root, "test/programs/dump", PROGRAM);
const [blocked] = blockedSites(SOURCE);

/** The program as its user wrote it, and one task more that nobody can wake. */
async function sourceOf(): Promise<string> {
  const stuck = [
    "const answers = [new Promise(() => undefined)];",
    "async function askNobody() {",
    "  const attempts = { made: 3, password: 'hunter2' };",
    "  await answers[0];",
    "  return attempts;",
    "}",
    "askNobody();",
  ];
  return [await readFile(SOURCE, "utf8"), ...stuck, ""].join("\n");
}

async function withPlainServer(
  theme: string,
  test: (shop: Shop, server: ChildProcess) => Promise<void>,
): Promise<void> {
  const settings = JSON.stringify({ "workbench.colorTheme": theme });
  await shop({ files: { ".vscode/settings.json": settings } }, async (opened) => {
    const path = join(opened.folder, PROGRAM);
    await writeFile(path, await sourceOf());
    const server = spawn(process.execPath, [PROGRAM], {
      cwd: opened.folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      await once(server.stdout, "data");
      await test(opened, server);
    } finally {
      server.kill("SIGKILL");
    }
  });
}

/** Chooses the process, and waits for what is shown of it. */
async function dumpIt({ workbench }: Shop): Promise<Row[]> {
  await workbench.openContainer("Sluice");
  await workbench.runCommand("Sluice: Dump a Process...");
  await workbench.waitFor(
    "the process in the list",
    () => workbench.quickPickLabels(),
    (labels) => labels[0] === PROGRAM,
  );
  await workbench.quickPick(PROGRAM);
  return workbench.waitFor(
    "the stuck handlers as one row",
    () => workbench.rows("Tasks"),
    (rows) => rows.some(({ label }) => label === "handleOrder ×200"),
  );
}

describe('"Sluice: Dump a Process..."', () => {
  it("shows the tasks of a process that nobody prepared, their lines and variables", async () => {
    await withPlainServer("Default Dark Modern", async (opened, server) => {
      const { workbench } = opened;
      const rows = await dumpIt(opened);
      const handlers = rows.find(({ label }) => label === "handleOrder ×200");
      assert.match(
        handlers?.text ?? "",
        /an entry of Map pendingOrders in lost-callback\.mjs · lost-callback\.mjs:\d+$/,
      );
      const moment = new RegExp(
        `lost-callback\\.mjs \\(${server.pid}\\) as of \\d\\d:\\d\\d:\\d\\d: it has gone on since\\.`,
      );
      await workbench.waitFor("the moment", () => workbench.page.getByText(moment).first().isVisible());

      await workbench.clickRow("Tasks", "handleOrder ×200");
      await cursorIs(opened, blocked?.line ?? 0);
      const findings = await workbench.rows("Findings");
      assert.match(findings[0]?.label ?? "", /^leaked: askNobody waits for a promise that nobody can settle/);

      await workbench.expandRow("Tasks", "askNobody");
      await workbench.waitFor(
        "its frame",
        () => workbench.rows("Tasks"),
        (all) => all.some(({ label, level }) => label === "askNobody" && level === 2),
      );
      // The frame bears the same name as its task: it is the one below.
      await workbench.page
        .locator('.monaco-list[aria-label="Tasks"] .monaco-list-row[aria-level="2"] .monaco-tl-twistie')
        .first()
        .click();
      const variables = await workbench.waitFor(
        "its variables",
        () => workbench.rows("Tasks"),
        (all) => all.some(({ label, level }) => label === "attempts" && level === 3),
      );
      const attempts = variables.find(({ label }) => label === "attempts");
      assert.equal(attempts?.text, "attempts { made: 3, password: [masked] }");
      await workbench.screenshot("dump");

      await workbench.openContainer("Run and Debug");
      await workbench.expandRow("Call Stack", /^handleOrder ×200 · /);
      await workbench.waitFor(
        "who could wake it",
        () => workbench.callStack(),
        (all) => all.some(({ label }) => label.includes("to be woken by an entry of Map")),
      );
      await workbench.screenshot("dump-call-stack");
      const each = async (): Promise<boolean> =>
        (await workbench.callStack()).filter(({ label }) => /^handleOrder · /.test(label)).length > 1;
      const thread = /^handleOrder( ×200)? · /;
      await clickRowMenu(workbench, "Call Stack", thread, "Group Alike Tasks or Show Each", each);
      await clickRowMenu(
        workbench,
        "Call Stack",
        thread,
        "Group Alike Tasks or Show Each",
        async () => !(await each()),
      );
      assert.equal(server.exitCode ?? server.signalCode, null, "the process goes on");
      assert.deepEqual(await workbench.notifications(), []);
    });
  });

  it("in the light too, and stays after its session", async () => {
    await withPlainServer("Default Light Modern", async (opened, server) => {
      const { workbench } = opened;
      await dumpIt(opened);
      await workbench.screenshot("dump-light");
      await workbench.runCommand("Sluice: Stop");
      await workbench.waitFor(
        "the rows without a session",
        async () => (await workbench.rows("Tasks")).map(({ label }) => label),
        (labels) => labels.includes("handleOrder ×200"),
      );
      assert.equal(server.exitCode ?? server.signalCode, null);
    });
  });
});

async function cursorIs({ workbench, folder }: Shop, line: number): Promise<void> {
  await workbench.waitFor(
    `the cursor in line ${line}`,
    () => workbench.cursor(),
    (cursor) => cursor?.file === join(folder, PROGRAM) && cursor.line === line,
  );
}
