/**
 * What a run of a test file came to, as facts that can be counted and compared: a test that passed, how the process ended,
 * a line that it wrote.
 */

/** @typedef {ReadonlyMap<string, number>} Facts How often each fact was so. */

/**
 * @typedef {object} Difference
 * @property {readonly string[]} lost Facts of every run without the tracer that no run with it had as often.
 * @property {readonly string[]} gained The other way round.
 * @property {readonly string[]} flaky What differs from run to run, with or without the tracer.
 */

/**
 * @param {string} text What a program wrote that speaks TAP.
 * @returns {string[]}
 */
export function passedInTap(text) {
  return [...text.matchAll(/^ok \d+ ?(.*)$/gm)].map(([, name = ""]) => name);
}

/**
 * @param {string} text What `names-reporter.mjs` wrote.
 * @returns {string[]}
 */
export function passedInReport(text) {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ passed }) => passed)
    .map(({ name }) => name);
}

/**
 * Without times, ports, process ids and whatever else is a number: they differ from run to run anyway. In which order
 * lines of several processes come is nobody's promise either.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function comparableLines(text) {
  return text
    .split("\n")
    .map((line) => line.replace(/\b[0-9a-f]{8,}\b|\d+(\.\d+)?/g, "#").trim())
    .filter((line) => line !== "");
}

/**
 * @param {readonly string[]} facts
 * @returns {Facts}
 */
export function counted(facts) {
  const counts = new Map();
  for (const fact of facts) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  return counts;
}

/**
 * @param {readonly Facts[]} plain One for each run.
 * @param {readonly Facts[]} traced
 * @returns {Difference}
 */
export function compare(plain, traced) {
  const lost = [];
  const gained = [];
  const flaky = [];
  for (const fact of new Set([...plain, ...traced].flatMap((facts) => [...facts.keys()]))) {
    const without = plain.map((facts) => facts.get(fact) ?? 0);
    const withIt = traced.map((facts) => facts.get(fact) ?? 0);
    if (Math.min(...without) > Math.max(...withIt)) lost.push(fact);
    else if (Math.max(...without) < Math.min(...withIt)) gained.push(fact);
    else if (new Set([...without, ...withIt]).size > 1) flaky.push(fact);
  }
  return { lost, gained, flaky };
}

/** @param {Difference} difference */
export function isSame({ lost, gained }) {
  return lost.length + gained.length === 0;
}
