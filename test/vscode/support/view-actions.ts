/** The buttons and menus of a view and its rows, as a hand with a mouse finds them. */
import type { Locator } from "playwright-core";
import type { Workbench } from "../workbench.js";
import { readFor } from "./patience.js";

const ROW = ".monaco-list-row";
/** A click that was not taken is repeated. */
const CLICK_LIMIT_MS = 1_500;

/** An entry that shows no effect by then is chosen again. */
const EFFECT_LIMIT_MS = 5_000;

const MENU = ".monaco-menu";

/** Whether what was clicked has done what it is for. */
type Effect = () => Promise<boolean>;

/** A button in the title of a view; those that have no room are in its menu. */
export async function clickTitleButton(workbench: Workbench, view: string, title: string): Promise<void> {
  const header = await hovered(workbench, view);
  await header.locator(`.action-label[aria-label^="${title}"]`).first().click();
}

/** An entry of the menu "..." in the title of a view. */
export async function clickTitleMenu(
  workbench: Workbench,
  view: string,
  entry: string,
  hasEffect?: Effect,
): Promise<void> {
  const open = async (): Promise<void> => {
    const header = await hovered(workbench, view, CLICK_LIMIT_MS);
    const more =
      '.action-label[aria-label^="Views and More Actions"], .action-label[aria-label^="More Actions"]';
    await header.locator(more).click({ timeout: CLICK_LIMIT_MS });
  };
  await chooseFrom(workbench, entry, open, hasEffect);
}

/** The titles of the buttons of a view that are on screen. */
export async function titleButtons(workbench: Workbench, view: string): Promise<string[]> {
  const labels = (await hovered(workbench, view)).locator(".actions .action-label");
  const found = await labels.evaluateAll((elements: { getAttribute(name: string): string | null }[]) =>
    elements.map((element) => element.getAttribute("aria-label") ?? ""),
  );
  return found.filter(Boolean);
}

/** An entry of the context menu of a row. */
export async function clickRowMenu(
  workbench: Workbench,
  view: string,
  row: RegExp,
  entry: string,
  hasEffect?: Effect,
): Promise<void> {
  const label = rowOf(workbench, view, row).locator(".monaco-icon-label, .name").first();
  const open = (): Promise<void> => label.click({ button: "right", timeout: CLICK_LIMIT_MS });
  await chooseFrom(workbench, entry, open, hasEffect);
}

/**
 * Again until it has its effect: the menu may be of a row that is another by now, or be closed by one that is drawn anew, and
 * one that has only just opened takes no click, so that nobody hits an entry by accident.
 *
 * @param open clicks on what has the menu
 * @param hasEffect that the menu is gone, where nothing else shows it
 */
async function chooseFrom(
  workbench: Workbench,
  entry: string,
  open: () => Promise<void>,
  hasEffect?: Effect,
): Promise<void> {
  const { page } = workbench;
  const item = page
    .locator(`${MENU} .action-item`)
    .filter({ has: page.locator(`.action-label[aria-label="${entry}"]`) })
    .first();
  let isClicked = false;
  const isDone = async (): Promise<boolean> => isClicked && (hasEffect ?? (() => becomes(item, "hidden")))();
  await workbench.waitFor(`${entry} to have an effect`, async () => {
    if (await isDone()) return true;
    if (!(await item.isVisible())) await open().catch(() => undefined);
    if (await becomes(item, "visible")) {
      await item.click({ timeout: CLICK_LIMIT_MS }).then(
        () => (isClicked = true),
        () => undefined,
      );
    } else {
      await page.keyboard.press("Escape");
    }
    return isClicked && (await readFor(EFFECT_LIMIT_MS, isDone, Boolean)).isAccepted;
  });
  // One that was opened once more just before the effect was seen.
  await workbench.waitFor("the menu to be closed", async () => {
    if (!(await page.locator(MENU).first().isVisible())) return true;
    await page.keyboard.press("Escape");
    return false;
  });
}

/** Whether it does within the time that a click has. */
async function becomes(item: Locator, state: "visible" | "hidden"): Promise<boolean> {
  return item.waitFor({ state, timeout: CLICK_LIMIT_MS }).then(
    () => true,
    () => false,
  );
}

/** A button at the end of a row. */
export async function clickRowButton(
  workbench: Workbench,
  view: string,
  row: RegExp,
  title: string,
  hasEffect: Effect,
): Promise<void> {
  const at = rowOf(workbench, view, row);
  const button = at.locator(`.actions .action-label[aria-label^="${title}"]`);
  // A row that is drawn anew under the pointer loses the click.
  await workbench.waitFor(`${title} of ${String(row)} to have an effect`, async () => {
    await at.hover({ timeout: CLICK_LIMIT_MS }).catch(() => undefined);
    await button.click({ timeout: CLICK_LIMIT_MS }).catch(() => undefined);
    return hasEffect();
  });
}

async function hovered(workbench: Workbench, view: string, timeout?: number): Promise<Locator> {
  const header = workbench.page.locator(`.pane-header[aria-label^="${view}"]:visible`);
  await header.hover(timeout === undefined ? {} : { timeout });
  return header;
}

function rowOf(workbench: Workbench, view: string, row: RegExp): Locator {
  // "Debug Call Stack" is the tree of the view "Call Stack".
  return workbench.page
    .locator(`.monaco-list:is([aria-label="${view}"], [aria-label="Debug ${view}"]):visible ${ROW}`)
    .filter({ hasText: row })
    .first();
}
