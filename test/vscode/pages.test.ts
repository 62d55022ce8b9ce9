/** The pages in a browser of their own: what the keyboard reaches, what a screen reader is told, what axe finds. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { root } from "./support/shop.js";
import { launchBrowser } from "./workbench.js";

const command = join(root, "dist/npm/sluice.cjs");
const program = join(root, "test/programs/flow/slow-third.mjs");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let page: Page;
let url: URL;
const children: ChildProcess[] = [];

before(async () => {
  browser = await launchBrowser();
  const traced = spawn(process.execPath, ["--import", join(root, "dist/npm/register.mjs"), program], {
    stdio: "ignore",
  });
  children.push(traced);
  await once(traced, "spawn");
  url = await viewed(`${traced.pid}`);
});
after(async () => {
  await browser.close();
  for (const child of children) child.kill();
});
afterEach(() => page.close());

/** The tracer takes a moment before it can be followed. */
async function viewed(pid: string): Promise<URL> {
  for (;;) {
    const child = spawn(process.execPath, [command, "view", pid], { stdio: ["ignore", "pipe", "ignore"] });
    children.push(child);
    for await (const text of child.stdout) return new URL(String(text).trim());
  }
}

async function open(name: "graph" | "timeline", colorScheme: "dark" | "light" = "dark"): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1300, height: 750 }, colorScheme });
  const failed = (error: Error): never => assert.fail(error);
  page.on("pageerror", failed);
  await page.goto(new URL(`/${name}${url.search}`, url).href);
  await row(/^store\b/).waitFor();
}

function row(name: RegExp) {
  return page.getByRole("option", { name });
}

async function selected(): Promise<string> {
  return page.locator("[role=option][aria-selected=true] .label").innerText();
}

/** What has the focus, as one would say it. */
async function focused(): Promise<string> {
  return page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
  );
}

async function violations(): Promise<unknown> {
  await page.evaluate(axe);
  const script =
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))";
  return page.evaluate(script);
}

for (const name of ["graph", "timeline"] as const) {
  describe(`the ${name}`, () => {
    it("has nothing that axe finds fault with, in the dark and in the light", async () => {
      for (const scheme of ["dark", "light"] as const) {
        await open(name, scheme);
        assert.deepEqual(await violations(), [], `${scheme}, nothing selected`);
        await row(/^parse\b/)
          .first()
          .click();
        await page.getByRole("button", { name: "slow-third.mjs:17" }).waitFor();
        await page.getByText("Legend").click();
        assert.deepEqual(await violations(), [], `${scheme}, a selection`);
        if (scheme === "dark") await page.close();
      }
    });

    it("is one stop of the Tab key for its bar, with arrows within, and one for its list", async () => {
      await open(name);
      await page.keyboard.press("Tab");
      assert.match(await focused(), /^Search /);
      await page.keyboard.press("ArrowRight");
      assert.notEqual(await focused(), "");
      const second = await focused();
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowRight");
      assert.equal(await focused(), second);
      const stops: string[] = [];
      for (let i = 0; i < 7; i++) {
        await page.keyboard.press("Tab");
        stops.push(await focused());
      }
      assert.equal(stops.filter((stop) => /^(Boxes|Lanes) of the /.test(stop)).length, 1, stops.join("\n"));
    });

    it("moves the selection by arrows, and tells what is selected", async () => {
      await open(name);
      await page.getByRole("listbox").focus();
      await page.keyboard.press("Home");
      const first = await selected();
      await page.keyboard.press("ArrowDown");
      const second = await selected();
      assert.notEqual(second, first);
      await page.keyboard.press("ArrowUp");
      assert.equal(await selected(), first);
      await page.keyboard.press("End");
      assert.notEqual(await selected(), first);
      const heading = page.getByRole("region").getByRole("heading", { level: 2 });
      assert.equal(await heading.innerText(), await selected());
    });

    it("is told in a sentence, which is said aloud as well", async () => {
      await open(name);
      const picture = await page.getByRole("img").getAttribute("aria-label");
      assert.match(picture ?? "", name === "graph" ? /live tasks in \d boxes/ : /\d lanes, \d tasks/);
      await until("document.querySelector('[role=status]').textContent !== ''");
    });

    it("asks for nothing while it is hidden, and goes on when it is seen", async () => {
      await open(name);
      let asked = 0;
      page.on("request", (request) => (asked += request.url().includes("/ask") ? 1 : 0));
      await page.evaluate(hidden(true));
      // What was under way may still be answered.
      await page.waitForTimeout(500);
      asked = 0;
      await page.waitForTimeout(1500);
      assert.equal(asked, 0);
      await page.evaluate(hidden(false));
      await page.waitForRequest(/\/ask/);
    });

    it("is as it was left when it is loaded anew", async () => {
      await open(name);
      await row(/^resize\b/)
        .first()
        .click();
      await page.getByRole("button", { name: "List", exact: true }).click();
      await until("Object.values(sessionStorage).some((text) => text.includes('\"sideOpen\":false'))");
      await page.reload();
      await page.getByRole("button", { name: "List", pressed: false }).waitFor();
      await page.getByRole("button", { name: "List", exact: true }).click();
      await until("document.querySelector('[aria-selected=true] .label')?.textContent === 'resize'");
    });
  });
}

describe("the graph", () => {
  it("is saved as a picture of either kind", async () => {
    await open("graph");
    for (const [name, beginning] of [
      ["SVG", /^<svg .*viewBox/],
      ["PNG", /^.PNG/],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name }).click(),
      ]);
      assert.equal(download.suggestedFilename(), `graph.${name.toLowerCase()}`);
      const bytes = await readFile(await download.path());
      assert.match(bytes.toString("latin1"), beginning);
      if (name === "SVG") assert.match(bytes.toString("utf8"), /slowest stage|fetchPages/);
    }
  });
});

describe("the timeline", () => {
  it("opens and closes lanes by arrows, and steps through what a task did", async () => {
    await open("timeline");
    await row(/^parse\b/)
      .first()
      .click();
    await page.getByRole("listbox").focus();
    await page.keyboard.press("ArrowRight");
    await row(/^parse #/).waitFor();
    await page.keyboard.press("ArrowDown");
    assert.match(await selected(), /^parse #\d+$/);
    await page.keyboard.press("[");
    await page.getByText(/^waits \((send|sleep|receive)\)|^runs/).waitFor();
    await page.getByText(/^from \d+\.\d{6} s to /).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    await row(/^parse #/).waitFor({ state: "detached" });
  });

  it("sums up a stretch that is dragged along the axis", async () => {
    await open("timeline");
    const box = (await page.getByRole("img").boundingBox()) ?? assert.fail("no canvas");
    await page.mouse.move(box.x + 400, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 600, box.y + 12, { steps: 4 });
    await page.mouse.up();
    await page.getByText(/^Time in [\d.]+ (ms|s), all tasks$/).waitFor();
  });

  it("goes back in time by its slider, and the graph with it", async () => {
    await open("timeline");
    await page.getByRole("slider").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("PageUp");
    await page.getByText(/slow-third\.mjs · as of /).waitFor();
    await page.getByRole("button", { name: "Graph" }).click();
    await page.getByText(/slow-third\.mjs · as of /).waitFor();
    await page.getByRole("button", { name: "Now" }).click();
    await page.getByText(/slow-third\.mjs · live/).waitFor();
  });
});

/** In the page: as if its tab was left, or shown again. */
function hidden(yes: boolean): string {
  return `Object.defineProperty(document, "hidden", { configurable: true, get: () => ${yes} });
    document.dispatchEvent(new Event("visibilitychange"));`;
}

/** The page's policy allows no function made of text, as Playwright's own waiting needs. */
async function until(condition: string): Promise<void> {
  while ((await page.evaluate(condition)) !== true) await page.waitForTimeout(50);
}
