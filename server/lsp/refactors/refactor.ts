import type { Site } from "../expand.js";
import type { TextChange } from "../import-edit.js";

/** A rewriting of existing code into a pattern. */
export interface Refactor {
  /** Behind `refactor.rewrite.sluice.`. */
  readonly name: string;
  /** What can be rewritten at `site.start`; undefined where nothing can. */
  find(site: Site): Rewriting | undefined;
}

export interface Rewriting {
  readonly title: string;
  /** Edits of the text as it is, none of which touches another. */
  readonly changes: readonly TextChange[];
}
