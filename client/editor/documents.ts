import { LANGUAGES } from "../contributions.js";

/** Files and untitled buffers of our languages: not the sides of a diff, nor output panels. */
export const SELECTOR = LANGUAGES.flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);
