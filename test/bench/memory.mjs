/** `npm run bench -- memory`: what the tracer holds in the memory of the program. */
import { live } from "./memory/live.mjs";
import { server } from "./memory/server.mjs";

/** Each measures one thing, and gives `{ result, table }`. */
const parts = { live, server };

/** Of ten minutes, so it is measured only when it is asked for. */
const ONLY_WHEN_ASKED = new Set(["server"]);

/**
 * @param {{ root: string, only?: string, rounds?: number, seconds?: number, node?: string }} options `only`: one of the
 *   parts; `seconds`: for how long the server is asked
 */
export async function memory(options) {
  const results = {};
  const tables = [];
  for (const [name, measure] of Object.entries(parts)) {
    const wanted = options.only === undefined ? !ONLY_WHEN_ASKED.has(name) : options.only === name;
    if (!wanted) continue;
    const { result, table } = await measure(options);
    results[name] = result;
    tables.push(table);
  }
  return { result: { bench: "memory", ...results }, table: tables.join("\n\n") };
}
