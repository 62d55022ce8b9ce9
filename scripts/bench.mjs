/** `npm run bench -- <table>`: JSON on stdout, a table on stderr. */
import { parseArgs } from "node:util";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Loaded when asked for, since each brings its peers.
 *
 * @type {Record<string, string>}
 */
const tables = {
  channels: "../test/bench/channels.mjs",
  tracer: "../test/bench/tracer.mjs",
  dump: "../test/bench/dump.mjs",
  memory: "../test/bench/memory.mjs",
  lsp: "../test/bench/lsp.mjs",
  lint: "../test/bench/lint.mjs",
  views: "../test/bench/views.mjs",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    row: { type: "string" },
    rounds: { type: "string" },
    node: { type: "string" },
    seconds: { type: "string" },
  },
});
/** @param {string | undefined} text */
const numberOf = (text) => (text === undefined ? undefined : Number(text));
const wanted = positionals.length > 0 ? positionals : Object.keys(tables);
const unknown = wanted.find((name) => !(name in tables));
if (unknown !== undefined) {
  console.error(`no such benchmark: ${unknown} (there are ${Object.keys(tables).join(", ")})`);
  process.exit(64);
}
const results = [];
for (const name of wanted) {
  const bench = (await import(new URL(String(tables[name]), import.meta.url).href))[name];
  const options = {
    root,
    only: values.row,
    rounds: numberOf(values.rounds),
    seconds: numberOf(values.seconds),
    node: values.node,
  };
  const { result, table } = await bench(options);
  results.push(result);
  console.error(table);
}
console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
