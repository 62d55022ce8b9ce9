/** The marks of the active editor as the page draws them, beside the lines that they stand at. */
import { EDITOR, type Workbench } from "../workbench.js";

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

/** What functions run in the page need; the tests are checked without the DOM's types. */
interface PageElement {
  readonly textContent: string;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): { toJSON(): Box };
}

interface Box {
  readonly top: number;
  readonly height: number;
}

interface PageWindow {
  getComputedStyle(
    element: PageElement,
    pseudo?: string,
  ): Record<"content" | "backgroundImage" | "borderTopStyle", string>;
}

/** From the first line on screen to the last. */
export async function seenLines({ page }: Workbench): Promise<SeenLine[]> {
  const editor = page.locator(EDITOR).first();
  // One question, because a live editor changes between two. Functions with names of their own do not reach the page.
  const { lines, signs, boxes } = await editor.evaluate(
    (element, selectors) => {
      const root = element as unknown as PageElement;
      const window = globalThis as unknown as PageWindow;
      return {
        lines: Array.from(root.querySelectorAll(selectors.lines), (line) => ({
          ...line.getBoundingClientRect().toJSON(),
          text: line.textContent,
          after: Array.from(
            line.querySelectorAll("span"),
            (span) => window.getComputedStyle(span, "::after").content,
          ),
        })),
        signs: Array.from(root.querySelectorAll(selectors.signs), (sign) => ({
          ...sign.getBoundingClientRect().toJSON(),
          picture: window.getComputedStyle(sign).backgroundImage,
        })),
        boxes: Array.from(root.querySelectorAll(selectors.boxes), (box) => ({
          ...box.getBoundingClientRect().toJSON(),
          border: window.getComputedStyle(box).borderTopStyle,
        })),
      };
    },
    { lines: ".view-lines > .view-line", signs: ".glyph-margin-widgets > *", boxes: ".view-overlays .cdr" },
  );
  const isAt = (line: Box, { top, height }: Box): boolean =>
    top + height / 2 > line.top && top + height / 2 < line.top + line.height;
  return lines
    .sort((a, b) => a.top - b.top)
    .map((line) => ({
      text: line.text.replaceAll("\u00a0", " "),
      words: line.after.flatMap((content) => /^"(.*)"$/s.exec(content)?.[1] ?? []).join(" "),
      signs: signs
        .filter((sign) => isAt(line, sign))
        .flatMap(({ picture }) => PICTURE.exec(picture)?.[1] ?? []),
      ringed: boxes.some((box) => box.border === "solid" && isAt(line, box)),
    }));
}

const PICTURE = /([a-z]+-(?:dark|light))\.svg/;

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
      const drawn = element as unknown as Canvas;
      const { data } = drawn.getContext("2d").getImageData(0, 0, drawn.width, drawn.height);
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
