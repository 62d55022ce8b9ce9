/** `npm run bench -- views`: what the views take, one part of them a file. */
import { frames } from "./views/frames.mjs";
import { latency } from "./views/latency.mjs";

/** Each measures one thing, and gives `{ result, table }`. */
const parts = { latency, frames };

/** @param {{ root: string, only?: string, rounds?: number }} options `only`: one of the parts */
export async function views(options) {
  const results = {};
  const tables = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (options.only !== undefined && options.only !== name) continue;
    const { result, table } = await measure(options);
    results[name] = result;
    tables.push(table);
  }
  return { result: { bench: "views", ...results }, table: tables.join("\n\n") };
}
