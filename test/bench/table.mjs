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
