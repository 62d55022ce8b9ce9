/** `npm run bench -- views`: what the views take, one part of them a file. */
import { frames } from "./views/frames.mjs";
import { latency } from "./views/latency.mjs";
import { memory } from "./views/memory.mjs";

/** Each measures one thing, and gives `{ result, table }`. */
const parts = { latency, frames, memory };

/** They take so long that they are measured only when they are asked for. */
const ONLY_WHEN_ASKED = new Set(["memory"]);

/**
 * @param {{ root: string, only?: string, rounds?: number, seconds?: number }} options `only`: one of the parts; `seconds`:
 *   for how long memory is watched
 */
export async function views(options) {
  const results = {};
  const tables = [];
  for (const [name, measure] of Object.entries(parts)) {
    const wanted = options.only === undefined ? !ONLY_WHEN_ASKED.has(name) : options.only === name;
    if (!wanted) continue;
    const { result, table } = await measure(options);
    results[name] = result;
    tables.push(table);
  }
  return { result: { bench: "views", ...results }, table: tables.join("\n\n") };
}
