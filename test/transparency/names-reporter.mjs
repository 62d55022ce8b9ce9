/** A reporter for node:test that tells each test's result and whole name, a line each, as JSON. */

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* report(events) {
  /** @type {string[]} */
  const path = [];
  for await (const { type, data } of events) {
    if (type === "test:start") {
      path.length = data.nesting;
      path.push(data.name);
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    const name = [...path.slice(0, data.nesting), data.name].join(" > ");
    yield `${JSON.stringify({ passed: type === "test:pass", name })}\n`;
  }
}
