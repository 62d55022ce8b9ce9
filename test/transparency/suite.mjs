import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compare, isSame } from "./outcome.mjs";
import { runFile } from "./run-file.mjs";

/** What differs is run so often with the tracer and without it, to tell what differs by itself. */
const RUNS = 3;

/** @typedef {{ plain: readonly string[], traced: readonly string[] }} Preload Options of Node. */

/**
 * @typedef {object} FileResult
 * @property {string} file
 * @property {number} passed Tests that pass without the tracer.
 * @property {import("./outcome.mjs").Difference} difference
 */

/**
 * Runs the test files of a package without the tracer and with it, one by one.
 *
 * @param {import("./subjects.mjs").Subject} subject
 * @param {{ node: string, preload: Preload, folder: string, only: RegExp, log: (line: string) => void }} options
 * @returns {Promise<FileResult[]>}
 */
export async function runSuite(subject, { node, preload, folder, only, log }) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => subject.files.test(file) && only.test(file))
    .sort();
  const results = [];
  for (const file of files) {
    const result = await runBoth(file, { node, cwd: folder, subject }, preload);
    const { lost, gained, flaky } = result.difference;
    for (const fact of lost) log(`${file}: lost: ${fact}`);
    for (const fact of gained) log(`${file}: gained: ${fact}`);
    if (flaky.length > 0) log(`${file}: ${flaky.length} things that differ from run to run`);
    results.push(result);
  }
  return results;
}

/**
 * @param {string} file
 * @param {Omit<import("./run-file.mjs").RunOptions, "preload">} options
 * @param {Preload} preload
 * @returns {Promise<FileResult>}
 */
async function runBoth(file, options, preload) {
  const plain = [];
  const traced = [];
  for (;;) {
    plain.push(await runFile(join(options.cwd, file), { ...options, preload: preload.plain }));
    traced.push(await runFile(join(options.cwd, file), { ...options, preload: preload.traced }));
    const difference = compare(
      plain.map(({ facts }) => facts),
      traced.map(({ facts }) => facts),
    );
    if (isSame(difference) || plain.length === RUNS)
      return { file, passed: plain[0]?.passed ?? 0, difference };
  }
}
