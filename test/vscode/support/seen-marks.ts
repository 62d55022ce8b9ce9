/** The marks of the active editor as the page draws them, beside the lines that they stand at. */
import type { Workbench } from "../workbench.js";

/** A line of the editor that is on screen. */
export interface SeenLine {
  readonly text: string;
  /** What stands after it, as far as it is a mark. */
  readonly words: string;
  /** The names of the pictures beside it. */
  readonly signs: readonly string[];
  /** A ring is drawn around its text. */
  readonly ringed: boolean;
}

const EDITOR = ".editor-group-container.active .editor-instance .monaco-editor[data-uri]:visible";

/** What functions run in the page need; the tests are checked without the DOM's types. */
interface PageElement {
  readonly textContent: string;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): { readonly top: number; readonly height: number };
}
interface PageWindow {
  getComputedStyle(
    element: PageElement,
    pseudo?: string,
  ): Record<"content" | "backgroundImage" | "borderTopStyle", string>;
}

/** From the first line on screen to the last. */
export async function seenLines({ page }: Workbench): Promise<SeenLine[]> {
  const found = await page.locator(EDITOR).evaluateAll((editors: PageElement[]) => {
    const { getComputedStyle } = globalThis as unknown as PageWindow;
    const all = (selector: string): PageElement[] => Array.from(editors[0]?.querySelectorAll(selector) ?? []);
    const middle = (element: PageElement): number => {
      const { top, height } = element.getBoundingClientRect();
      return top + height / 2;
    };
    const signs = all(".glyph-margin-widgets > *").map((element) => ({
      at: middle(element),
      name: /marks\/([a-z]+-[a-z]+)\.svg/.exec(getComputedStyle(element).backgroundImage)?.[1] ?? "",
    }));
    const rings = all(".view-overlays .cdr")
      .filter((element) => getComputedStyle(element).borderTopStyle === "solid")
      .map(middle);
    return all(".view-lines > .view-line").map((line) => {
      const { top, height } = line.getBoundingClientRect();
      const isHere = (at: number): boolean => at > top && at < top + height;
      const after = Array.from(
        line.querySelectorAll("span"),
        (span) => getComputedStyle(span, "::after").content,
      );
      return {
        top,
        text: line.textContent,
        words: after.filter((content) => content.startsWith('"')).map((content) => content.slice(1, -1)),
        signs: signs.filter(({ at, name }) => name !== "" && isHere(at)).map(({ name }) => name),
        ringed: rings.some(isHere),
      };
    });
  });
  return found
    .sort((a, b) => a.top - b.top)
    .map(({ text, words, signs, ringed }) => ({
      text: text.replaceAll("\u00a0", " "),
      words: words.join(" "),
      signs,
      ringed,
    }));
}

/** "/*waits: ana*\/ ... ① 1 task is stuck here": the words, by the first line on screen that has this text. */
export async function marksAt(workbench: Workbench, text: string): Promise<SeenLine | undefined> {
  return (await seenLines(workbench)).find((line) => line.text.includes(text));
}

/** The code lenses on screen. */
export async function seenLenses({ page }: Workbench): Promise<string[]> {
  return page.locator(`${EDITOR} .codelens-decoration a`).allInnerTexts();
}

/** How many points of the overview ruler have about this colour, as red, green and blue. */
export async function pointsInRuler(
  { page }: Workbench,
  [red, green, blue]: readonly [number, number, number],
): Promise<number> {
  interface Canvas {
    readonly width: number;
    readonly height: number;
    getContext(kind: "2d"): {
      getImageData(x: number, y: number, w: number, h: number): { readonly data: ArrayLike<number> };
    };
  }
  const canvas = page.locator(`${EDITOR} canvas.decorationsOverviewRuler`).first();
  return canvas.evaluate(
    (element, wanted) => {
      const { width, height, getContext } = element as unknown as Canvas;
      const { data } = getContext.call(element, "2d").getImageData(0, 0, width, height);
      const TOLERANCE = 24;
      let points = 0;
      for (let at = 0; at < data.length; at += 4) {
        const near = wanted.every(
          (value, channel) => Math.abs((data[at + channel] ?? 0) - value) <= TOLERANCE,
        );
        if (near && (data[at + 3] ?? 0) > 128) points++;
      }
      return points;
    },
    [red, green, blue],
  );
}
