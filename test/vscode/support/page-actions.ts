/** The graph and the timeline, as a hand finds them in their webviews. */
import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import type { Workbench } from "../workbench.js";

/** By name, with what the workbench is then. */
export const THEMES = {
  dark: ["Dark Modern", "vs-dark"],
  light: ["Light Modern", "vs"],
  contrast: ["Dark High Contrast", "hc-black"],
  contrastLight: ["Light High Contrast", "hc-light"],
} as const;

export async function setTheme(
  workbench: Workbench,
  [name, kind]: (typeof THEMES)[keyof typeof THEMES],
): Promise<void> {
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickPick(name);
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
}

/** The page in a webview, by its heading. */
export async function pageNamed(workbench: Workbench, heading: string): Promise<Frame> {
  const frame = await workbench.waitFor(`the page "${heading}"`, () => openPage(workbench, heading));
  return frame ?? assert.fail(heading);
}

/** The same, where it is open now. */
export async function openPage(workbench: Workbench, heading: string): Promise<Frame | undefined> {
  for (const frame of workbench.page.frames()) {
    const text = await frame
      .locator("h1")
      .first()
      .textContent({ timeout: 200 })
      .catch(() => null);
    if (text === heading) return frame;
  }
  return undefined;
}

/** "resize · slowest stage" */
export async function listed(frame: Frame): Promise<string[]> {
  return frame
    .locator("[role=option]")
    .evaluateAll((rows: { textContent: string; children: ArrayLike<{ textContent: string }> }[]) =>
      rows.map((row) =>
        Array.from(row.children, (child) => child.textContent)
          .slice(0, 2)
          .join(" · "),
      ),
    );
}

export async function untilListed(workbench: Workbench, frame: Frame, row: RegExp): Promise<string[]> {
  return workbench.waitFor(
    `a row ${String(row)}`,
    () => listed(frame),
    (rows) => rows.some((text) => row.test(text)),
  );
}

export async function press(frame: Frame, button: string): Promise<void> {
  await frame.getByRole("button", { name: button, exact: true }).click();
}

/** What is drawn, to be compared with what is drawn later. */
export async function drawn(frame: Frame): Promise<string> {
  return frame.locator("main > canvas").evaluate((canvas: { toDataURL(): string }) => canvas.toDataURL());
}

/** What is drawn once nothing moves any more: what was under way comes still. */
export async function settled(workbench: Workbench, frame: Frame): Promise<string> {
  let before = "";
  let equal = 0;
  return workbench.waitFor(
    "a picture that stands still",
    () => drawn(frame),
    (now) => {
      equal = now === before ? equal + 1 : 0;
      before = now;
      return equal === 3;
    },
  );
}

/** Does something, and waits until the picture is another one. Returns it. */
export async function redrawn(
  workbench: Workbench,
  frame: Frame,
  what: string,
  action: () => Promise<void>,
): Promise<string> {
  const before = await drawn(frame);
  await action();
  return workbench.waitFor(
    `the picture after ${what}`,
    () => drawn(frame),
    (now) => now !== before,
  );
}

/** Until the picture is this one. */
export async function untilDrawn(
  workbench: Workbench,
  frame: Frame,
  what: string,
  picture: string,
): Promise<void> {
  await workbench.waitFor(`the picture of ${what}`, async () => (await drawn(frame)) === picture);
}

/** Where the canvas stands in the window. */
export async function canvasBox(
  frame: Frame,
): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  return (await frame.locator("main > canvas").boundingBox()) ?? assert.fail("no canvas");
}
