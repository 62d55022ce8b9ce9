/** What the benchmarks have in common: figures, and the table on stderr. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** @param {string} node The path of its binary. Returns "v20.20.2". */
export async function versionOf(node) {
  const { stdout } = await promisify(execFile)(node, ["--version"]);
  return stdout.trim();
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const round = (value) => Math.round(value * 100) / 100;

/** @param {string[][]} cells Lines of cells, of the same number each. Returns them as text in columns. */
export function alignedRows(cells) {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * A bench of parts, each of which measures one thing and gives `{ result, table }`.
 *
 * @param {string} bench
 * @param {Record<string, (options: any) => Promise<{ result: object, table: string }>>} parts
 * @param {ReadonlySet<string>} onlyWhenAsked Parts that take so long that they are measured only by their name.
 * @returns {(options: { only?: string }) => Promise<{ result: object, table: string }>} `only`: the part that is wanted.
 */
export function ofParts(bench, parts, onlyWhenAsked) {
  return async (options) => {
    const results = {};
    const tables = [];
    for (const [name, measure] of Object.entries(parts)) {
      const wanted = options.only === undefined ? !onlyWhenAsked.has(name) : options.only === name;
      if (!wanted) continue;
      const { result, table } = await measure(options);
      results[name] = result;
      tables.push(table);
    }
    return { result: { bench, ...results }, table: tables.join("\n\n") };
  };
}
