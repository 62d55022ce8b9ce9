import type { Site } from "./task.js";

// A site is one object for all tasks that are there: to make its text anew for each would cost more than all else.
const keys = new WeakMap<Site, string>();

/** The same text for the same place, to group by. */
export function siteKey(site: Site): string {
  let key = keys.get(site);
  if (key === undefined) keys.set(site, (key = `${site.file}:${site.line}:${site.column}`));
  return key;
}
