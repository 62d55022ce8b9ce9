/** A folder that nobody trusts, as VS Code opens it in its restricted mode: what helps to write is there, and nothing runs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { tracedProcesses } from "../../server/session/recordings.js";
import { readFor } from "./support/patience.js";
import { root, withVscode } from "./support/shop.js";
import type { Workbench } from "./workbench.js";

const { shop } = withVscode(undefined, { workspaceTrust: true });

const PROGRAM = "orders.mjs";
const SOURCE = readFileSync(join(root, "test/programs/debug/orders.mjs"), "utf8");
/** Nothing of it would ever receive. */
const WRONG =
  'import { chan } from "sluice";\nexport async function lost() {\n  const jobs = chan(0, "jobs");\n  await jobs.send(1);\n}\n';

const FILES = {
  [PROGRAM]: SOURCE,
  "wrong.mjs": WRONG,
  // What a folder may say of itself, and nobody has agreed to.
  ".vscode/settings.json": JSON.stringify({ "sluice.trace": "on" }),
  ".vscode/launch.json": JSON.stringify({
    version: "0.2.0",
    configurations: [
      { name: "Orders", type: "sluice", request: "launch", program: `\${workspaceFolder}/${PROGRAM}` },
    ],
  }),
};

const LABELS = ".suggest-widget.visible .monaco-list-row .monaco-highlighted-label";
const ASKED_AGAIN_MS = 5_000;

/** The palette's labels for what is typed. */
async function commandsLike(workbench: Workbench, typed: string): Promise<string[]> {
  const { page } = workbench;
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget:visible input[type=text]").fill(`>${typed}`);
  const labels = await workbench.waitFor(
    "the palette's answer",
    () => workbench.quickPickLabels(),
    (found) => found.length > 0 && found.every((label) => /sluice|no matching/i.test(label)),
  );
  await page.keyboard.press("Escape");
  return labels;
}

describe("in a folder that is not trusted", () => {
  it("warnings and patterns work, nothing runs, and the views say why", async () => {
    await shop({ files: FILES, open: "wrong.mjs" }, async ({ workbench }) => {
      const { page } = workbench;
      await page.getByRole("button", { name: "No, I don't trust the authors" }).click();
      await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
      const squiggle = page.locator(".editor-instance .squiggly-error, .editor-instance .squiggly-warning");
      await workbench.waitFor("the warning", () => squiggle.first().isVisible());

      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type("gopool");
      await workbench.waitFor("the pattern", async () => {
        const { isAccepted } = await readFor(
          ASKED_AGAIN_MS,
          () => page.locator(LABELS).allInnerTexts(),
          (labels) => labels.includes("gopool"),
        );
        if (!isAccepted) await page.keyboard.press("ControlOrMeta+Space");
        return isAccepted;
      });
      await page
        .locator(LABELS, { hasText: /^gopool$/ })
        .first()
        .click();
      await workbench.waitFor(
        "the pattern's code with its import",
        () => workbench.editorText(),
        (text) => text.startsWith("import { chan, WaitGroup } from") && text.includes("function runPool"),
      );

      await workbench.openContainer("Sluice");
      await page.getByText(/Programs are run, and processes looked at, in trusted workspaces only/).waitFor();
      await workbench.screenshot("restricted");
      assert.equal(await page.getByText("Run This File").count(), 0);

      const offered = await commandsLike(workbench, "Sluice:");
      for (const title of ["Run This File", "Dump a Process...", "Open a Recording...", "Open the Example"])
        assert.ok(
          !offered.some((label) => label.includes(title)),
          `${title} is offered: ${offered.join(", ")}`,
        );
      assert.ok(
        offered.some((label) => label.includes("Insert Pattern")),
        offered.join(", "),
      );

      // To start the folder's own configuration asks for trust first; who says no has run nothing.
      const before = new Set((await tracedProcesses()).map(({ recording }) => recording));
      await workbench.runCommand("Debug: Start Debugging");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.waitFor();
      await workbench.screenshot("restricted-run");
      assert.match(await dialog.innerText(), /trust/i);
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "hidden" });
      assert.deepEqual(await workbench.callStack(), []);
      const started = (await tracedProcesses()).filter(
        ({ recording, argv }) => !before.has(recording) && argv[1]?.endsWith(`/${PROGRAM}`) === true,
      );
      assert.deepEqual(started, []);
    });
  });
});
