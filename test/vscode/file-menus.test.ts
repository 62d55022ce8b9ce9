/** What a file's own menus, and those of a thread, do with Sluice: in the explorer, above the editor, in the call stack. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withVscode } from "./support/shop.js";
import { clickRowMenu } from "./support/view-actions.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode();

const RING = `import { go, Mutex, sleep } from "sluice";
const [left, right] = [new Mutex("left"), new Mutex("right")];
async function crossing(first, second) {
  await first.lock();
  await sleep(10);
  await second.lock();
}
go(crossing, left, right);
go(crossing, right, left);
`;

/** Two tasks of the user's, because a single thread has no row, and one of a package's. */
const USER = `import { wait } from "./node_modules/waiting.mjs";
async function own() {
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
async function another() {
  await new Promise((resolve) => setTimeout(resolve, 500_000));
}
void own();
void another();
wait();
`;
const PACKAGE = `async function waiting() {
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
export function wait() {
  void waiting();
}
`;

async function has(workbench: Workbench, view: string, pattern: RegExp): Promise<boolean> {
  return (await workbench.rows(view)).some(({ text }) => pattern.test(text));
}

async function untilThere(workbench: Workbench, view: string, pattern: RegExp): Promise<void> {
  await workbench.waitFor(`${String(pattern)} in ${view}`, () => has(workbench, view, pattern));
}

/** In the Sluice container: VS Code opens its own when a session starts. */
async function untilSaid(workbench: Workbench, words: RegExp): Promise<void> {
  await workbench.waitFor(`the words ${String(words)}`, async () => {
    await workbench.openContainer("Sluice");
    return workbench.page.getByText(words).first().isVisible();
  });
}

describe("a file", () => {
  it("is run by the button above its editor, and by its menu in the explorer", async () => {
    await shop(
      { files: { "ring.mjs": RING, "other.mjs": RING }, open: "ring.mjs" },
      async ({ workbench }) => {
        await workbench.openContainer("Sluice");
        await workbench.page.getByText("No program runs under Sluice.").first().waitFor();
        const above = workbench.page.locator('.editor-actions .action-label[aria-label^="Run This File"]');
        await above.first().click();
        await untilSaid(workbench, /ring\.mjs exited with code \d+\. These tasks were not over:/);
        await workbench.openContainer("Explorer");
        await clickRowMenu(workbench, "Files Explorer", /^other\.mjs$/, "Run This File");
        await untilSaid(workbench, /other\.mjs exited with code \d+\. These tasks were not over:/);
        assert.deepEqual(await workbench.notifications(), []);
      },
    );
  });
});

describe("the call stack", () => {
  it("hides tasks of packages, and shows them again", async () => {
    const files = { "user.mjs": USER, "node_modules/waiting.mjs": PACKAGE };
    await shop({ files, open: "user.mjs" }, async ({ workbench }) => {
      await workbench.openContainer("Sluice");
      await workbench.runCommand("Sluice: Run This File");
      await untilThere(workbench, "Tasks", /^own/);
      await workbench.openContainer("Run and Debug");
      const isThere = async (): Promise<boolean> =>
        (await workbench.callStack()).some(({ label }) => label.startsWith("waiting · "));
      await workbench.waitFor("the task of the package", isThere);
      const toggle = "Hide or Show Tasks of Packages";
      await clickRowMenu(workbench, "Call Stack", /^own · /, toggle, async () => !(await isThere()));
      await clickRowMenu(workbench, "Call Stack", /^own · /, toggle, isThere);
      assert.deepEqual(await workbench.notifications(), []);
    });
  });
});
