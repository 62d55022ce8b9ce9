/** How the picture is looked at. */
import type { Theme } from "../common/theme.js";

export interface Look {
  readonly theme: Theme;
  /** Below some zoom text is only noise. */
  readonly zoom: number;
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Boxes that a search names; null without a search. */
  readonly found: ReadonlySet<string> | null;
  /** What is on screen, in the picture's own measure. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From here on text can be read; below it is only noise, and outlines are as well. */
export const TEXT_FROM = 0.3;
/** From here on there is room for all of the words. */
export const NEAR_FROM = 0.78;
/** Below it a box is a spot, and a link a line. */
export const DETAIL_FROM = 0.16;

export const NAME_SIZE = 13;
export const DETAIL_SIZE = 11;
