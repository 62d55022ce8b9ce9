// Drives a real VS Code workbench in a real browser, in the words of its user.
//
// Whatever it does, it waits for what the page shows, never for a time. A wait that is in vain ends in an
// error that says what was awaited, what was there instead, and where the screenshot of that moment is.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from "playwright-core";
import { ensureChromium } from "../../scripts/lib/chromium.mjs";
import { readFor } from "./support/patience.js";

/** The part of a running VS Code server that the workbench needs. */
export interface FolderServer {
  urlFor(folder: string): string;
}

/** A row of a tree view or of the call stack. */
export interface Row {
  /** All that a reader sees of it: label and description. */
  readonly text: string;
  readonly label: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for the outermost rows. */
  readonly level: number;
  /** `undefined` for a row that has nothing below it. */
  readonly expanded: boolean | undefined;
}

/** 1-based, as the status bar shows it. */
export interface Cursor {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What VS Code keeps in a browser: its settings, its layout, what is open. */
const STORED = "cookies,file_systems,indexeddb,local_storage,websql";

const LIMIT_MS = 90_000;
/** A click that had no effect until then went astray. */
const CLICK_MS = 5_000;
const FAR_PX = 1e6;
/** The list of commands grows while extensions load, but an open palette does not notice. */
const PALETTE_RETRY_MS = 1_500;
const SCREENSHOTS = fileURLToPath(new URL("../../test-output/screenshots/", import.meta.url));

// Not the copies that stay on top while their children scroll.
const ROW = ".monaco-list-rows > .monaco-list-row";
/** In tree views and quick picks; for threads, sessions and variables; for frames; for scopes. */
const LABEL = ".label-name, .name, .label.expression, .scope";
const DETAILS = ".label-description, .state, .value, .file-name, .line-number";
const STICKY_ROWS = ".monaco-tree-sticky-container";
const QUICK_INPUT = ".quick-input-widget:visible";
const QUICK_ROW = `${QUICK_INPUT} .quick-input-list ${ROW}`;
export const EDITOR = ".editor-group-container.active .editor-instance .monaco-editor[data-uri]:visible";

/** Starts a browser without a window; tests share one. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium({ log: (line) => process.stderr.write(`${line}\n`) }),
    // Without a sandbox it runs in containers and as root too; it loads nothing but our own server.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Of each browser the one in which its windows open, one after the other: what the workbench is made of is loaded once. */
const contexts = new WeakMap<Browser, BrowserContext>();

async function contextOf(browser: Browser): Promise<BrowserContext> {
  const known = contexts.get(browser);
  if (known !== undefined) return known;
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  context.setDefaultTimeout(LIMIT_MS);
  contexts.set(browser, context);
  return context;
}

/** One window of VS Code. Nothing is kept from one to the next, so there is only one at a time. */
export class Workbench {
  private constructor(
    /** For what has no method here, such as a webview's frames. */
    readonly page: Page,
    private readonly server: FolderServer,
  ) {}

  static async create(browser: Browser, server: FolderServer): Promise<Workbench> {
    const context = await contextOf(browser);
    const page = await context.newPage();
    const { origin } = new URL(server.urlFor("/"));
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: STORED });
    // Playwright declines by default: the page could then never be left.
    page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
    return new Workbench(page, server);
  }

  /** Opens a folder and waits until the workbench is there; its extensions may still be loading. */
  async open(folder: string): Promise<void> {
    await this.step(`the workbench on ${folder}`, async () => {
      await this.page.goto(this.server.urlFor(folder));
      await this.page.locator(".monaco-workbench .part.statusbar").waitFor();
    });
  }

  /** Closes the window. */
  async close(): Promise<void> {
    // Leaving the page first lets the workbench tell the server, which else keeps its extension host for hours.
    await this.page.goto("about:blank");
    await this.page.close();
  }

  /** Runs a command by its whole title in the palette, such as `Sluice: Open the Graph`. */
  async runCommand(title: string): Promise<void> {
    await this.step(`the command "${title}"`, () => this.choose(`>${title}`, title));
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.step(`the file ${name}`, () => this.choose(name, name));
  }

  /** Chooses the row with this label in the quick pick that is open, or about to open. */
  async quickPick(label: string | RegExp): Promise<void> {
    await this.step(`the quick pick's row ${String(label)}`, async () => {
      await labelled(this.page.locator(QUICK_ROW), label).click();
    });
  }

  /** The labels that the open quick pick offers. */
  async quickPickLabels(): Promise<string[]> {
    return (await readRows(this.page.locator(QUICK_ROW))).map((row) => row.label);
  }

  /** Types into the input box that is open, or about to open, and accepts. */
  async quickInput(text: string): Promise<void> {
    await this.step("an input box", () => this.answerInput(text, LIMIT_MS));
  }

  /** The same, opening the box again while it goes: one that loses the focus, to a menu that closes late, is gone. */
  async quickInputOf(open: () => Promise<void>, text: string): Promise<void> {
    await this.waitFor("an input box that stays", async () => {
      await open();
      return this.answerInput(text, CLICK_MS).then(
        () => true,
        () => false,
      );
    });
  }

  /** Shows a view container of the activity bar, by its title. */
  async openContainer(title: string): Promise<void> {
    await this.step(`the container "${title}" in the activity bar`, async () => {
      const label = `[aria-label="${title}"], [aria-label^="${title} "]`;
      const item = this.page.locator(`.activitybar .action-item:has(.action-label:is(${label}))`).first();
      await item.waitFor();
      // A click on the one that is open would close it.
      if ((await item.getAttribute("aria-expanded")) !== "true") await item.click();
      await item.and(this.page.locator('[aria-expanded="true"]')).waitFor();
    });
  }

  /** The rows of a tree view (the debugger's too), by its title, as far as they are on screen. */
  async rows(view: string): Promise<Row[]> {
    return this.step(`the view ${view}`, async () => readRows((await this.tree(view)).locator(ROW)));
  }

  /** Expands a row of a tree view, scrolling to it. */
  async expandRow(view: string, label: string | RegExp): Promise<void> {
    await this.step(`the row ${String(label)} of ${view} to expand`, async () => {
      const deadlineMs = Date.now() + LIMIT_MS;
      for (;;) {
        const row = await this.scrollTo(view, label);
        const expanded = row.and(this.page.locator('[aria-expanded="true"]'));
        if (await expanded.isVisible()) return;
        await row.locator(".monaco-tl-twistie.collapsible").click();
        // While a view is drawn its rows move, and another one may have been under the pointer.
        const opened = await expanded.waitFor({ timeout: CLICK_MS }).then(
          () => true,
          () => false,
        );
        if (opened) return;
        if (Date.now() > deadlineMs) throw new Error("clicks did not open it");
      }
    });
  }

  /** Clicks a row of a tree view, scrolling to it. */
  async clickRow(view: string, label: string | RegExp): Promise<void> {
    await this.step(`the row ${String(label)} of ${view}`, async () => {
      // At the label's beginning: buttons at the end of a row come out under the pointer, and the middle of a long
      // label may be out of sight.
      const position = { x: 4, y: 8 };
      await (await this.scrollTo(view, label)).locator(LABEL).first().click({ position });
    });
  }

  /** Where the active editor's cursor is; `undefined` without an editor. */
  async cursor(): Promise<Cursor | undefined> {
    const uris = await this.page
      .locator(EDITOR)
      .evaluateAll((elements: PageElement[]) => elements.map((element) => element.getAttribute("data-uri")));
    const shown = await this.page.locator("[id='status.editor.selection']").allInnerTexts();
    const match = /Ln (\d+), Col (\d+)/.exec(shown.join());
    if (!match || uris[0] == null) return undefined;
    return {
      file: decodeURIComponent(new URL(uris[0]).pathname),
      line: Number(match[1]),
      column: Number(match[2]),
    };
  }

  /** The text of the active editor, as far as it is on screen. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator(`${EDITOR} .view-line`).evaluateAll((elements: PageElement[]) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** The rows of the Call Stack: sessions, threads, frames. None without a debug session. */
  async callStack(): Promise<Row[]> {
    return readRows(this.page.locator(`.debug-call-stack ${ROW}`));
  }

  /** The messages of the notifications on screen. */
  async notifications(): Promise<string[]> {
    return this.page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
  }

  /**
   * Reads again and again until `accept` says yes, and returns what was read.
   * @param what completes the sentence "waited for ..."
   */
  async waitFor<T>(
    what: string,
    read: () => Promise<T> | T,
    accept: (value: T) => boolean = (value) => Boolean(value),
  ): Promise<T> {
    return this.step(what, async () => {
      const { value, isAccepted } = await readFor(LIMIT_MS, read, accept);
      if (!isAccepted) throw new Error(`at last it was ${JSON.stringify(value, undefined, 2)}`);
      return value;
    });
  }

  /** Saves a picture of the window in `test-output/screenshots` and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(SCREENSHOTS, `${name}.png`);
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  /** Types into the palette and clicks the row that is offered; again where VS Code did not notice what was typed. */
  private async choose(typed: string, label: string): Promise<void> {
    const row = labelled(this.page.locator(QUICK_ROW), label);
    const deadlineMs = Date.now() + LIMIT_MS;
    await this.type(typed);
    while (!(await appears(row, PALETTE_RETRY_MS))) {
      if (Date.now() > deadlineMs) throw new Error("the palette does not offer it");
      await this.page.keyboard.press("Escape");
      await this.type(typed);
    }
    await row.click();
    await row.waitFor({ state: "hidden" });
  }

  private async answerInput(text: string, timeout: number): Promise<void> {
    const input = this.page.locator(`${QUICK_INPUT} input[type=text]`);
    await input.fill(text, { timeout });
    await input.press("Enter", { timeout });
  }

  private async type(text: string): Promise<void> {
    await this.page.keyboard.press("F1");
    // Whatever takes the focus meanwhile, such as an editor that opens late, closes it again.
    await this.page
      .locator(`${QUICK_INPUT} input[type=text]`)
      .fill(text, { timeout: PALETTE_RETRY_MS })
      .catch(() => undefined);
  }

  private async tree(view: string): Promise<Locator> {
    const header = this.page.locator(`.pane-header[aria-label="${view} Section"]:visible`);
    // "Debug Call Stack" is the tree of the view "Call Stack".
    const tree = this.page.locator(
      `.monaco-list:is([aria-label="${view}"], [aria-label="Debug ${view}"]):visible`,
    );
    // The only view of a container has no header, an empty view no tree.
    await header.or(tree).first().waitFor();
    const isCollapsed = (await header.and(this.page.locator('[aria-expanded="false"]')).count()) > 0;
    if (isCollapsed) await header.click();
    return tree;
  }

  /** A list holds only the rows on screen, so the others are looked for with the wheel. */
  private async scrollTo(view: string, label: string | RegExp): Promise<Locator> {
    const tree = await this.tree(view);
    const row = labelled(tree.locator(ROW), label);
    const deadlineMs = Date.now() + LIMIT_MS;
    while (Date.now() < deadlineMs) {
      const px = await distanceTo(row, tree);
      if (px === 0) return row;
      await turnWheel(tree, px);
      await this.nextFrame();
    }
    const shown = (await readRows(tree.locator(ROW))).map((shownRow) => shownRow.text);
    throw new Error(`it did not appear; at last there were ${JSON.stringify(shown)}`);
  }

  /** Until the page has drawn what was asked of it. */
  private async nextFrame(): Promise<void> {
    await this.page.evaluate("new Promise((done) => requestAnimationFrame(done))");
  }

  private async step<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw error instanceof WaitedInVain ? error : await this.failure(what, error);
    }
  }

  private async failure(what: string, cause: unknown): Promise<WaitedInVain> {
    const name = `failure-${what.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 60)}`;
    const screenshot = await this.screenshot(name).catch(() => "none, the page is closed");
    const told = await this.notifications().catch(() => []);
    const detail = stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause)).trim();
    const lines = [`waited in vain for ${what}: ${detail}`, `screenshot: ${screenshot}`];
    return new WaitedInVain([...lines, ...told.map((text) => `notification: ${text}`)].join("\n"), { cause });
  }
}

class WaitedInVain extends Error {
  override readonly name = "WaitedInVain";
}

/** What functions run in the page need of its elements; the tests are checked without the DOM's types. */
interface PageElement {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): { readonly top: number };
}

/** The first of the rows whose label is this string, or matches this pattern. */
function labelled(rows: Locator, label: string | RegExp): Locator {
  const pattern = typeof label === "string" ? new RegExp(`^\\s*${escapeForPattern(label)}\\s*$`) : label;
  return rows.filter({ has: rows.page().locator(LABEL, { hasText: pattern }) }).first();
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** One question for all rows: a live view may change between two. */
async function readRows(rows: Locator): Promise<Row[]> {
  const found = await rows.evaluateAll(
    (elements: PageElement[], selectors) =>
      elements.map((row) => ({
        index: Number(row.getAttribute("data-index")),
        label: row.querySelector(selectors.label)?.textContent ?? row.textContent,
        details: Array.from(row.querySelectorAll(selectors.details), (detail) => detail.textContent),
        ariaLabel: row.getAttribute("aria-label") ?? "",
        level: Number(row.getAttribute("aria-level") ?? 1),
        expanded: row.getAttribute("aria-expanded"),
      })),
    { label: LABEL, details: DETAILS },
  );
  found.sort((a, b) => a.index - b.index);
  return found.map(({ label, details, ariaLabel, level, expanded }) => ({
    text: oneLine([label, ...details].join(" ")),
    label: oneLine(label),
    ariaLabel,
    level,
    expanded: expanded === null ? undefined : expanded === "true",
  }));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** How far to scroll until a row is wholly on screen; for one that the list does not hold, a step of the search. */
async function distanceTo(row: Locator, tree: Locator): Promise<number> {
  const [list, target, sticky] = [
    await boxOf(tree),
    await boxOf(row),
    await boxOf(tree.locator(STICKY_ROWS)),
  ];
  if (!list) return 1;
  if (target) {
    const visible =
      target.y >= list.y + (sticky?.height ?? 0) && target.y + target.height <= list.y + list.height;
    return visible ? 0 : target.y - list.y - list.height / 2;
  }
  const atEnd = (await tree.locator(`${ROW}[data-last-element="true"]`).count()) > 0;
  return atEnd ? -FAR_PX : list.height * 0.8;
}

/** An event of our own making: the browser's real ones move a list by two rows each. */
async function turnWheel(list: Locator, px: number): Promise<void> {
  const wheelDeltaY = (-px * 120) / 50; // as VS Code counts
  await list.locator(".monaco-scrollable-element").first().dispatchEvent("wheel", { wheelDeltaY });
}

async function appears(locator: Locator, limitMs: number): Promise<boolean> {
  return locator.waitFor({ timeout: limitMs }).then(
    () => true,
    () => false,
  );
}

async function boxOf(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number } | null> {
  return (await locator.count()) > 0 ? locator.first().boundingBox() : null;
}
