/** What a run leaves for the editor: the rule's code of each finding, and every place with how many tasks are there. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { afterEach, describe, it } from "node:test";
import type { FindingFacts, FindingsTold } from "../../server/dap/protocol.js";
import { Adapter } from "./support/adapter.js";
import { launchOf } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

async function findingsOf(name: string): Promise<readonly FindingFacts[]> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name));
  return adapter.until(`the findings of ${name}`, () => {
    const told = adapter.eventsOf("sluice/findings").at(-1)?.body as FindingsTold | undefined;
    return Promise.resolve(told !== undefined && told.findings.length > 0 ? told.findings : null);
  });
}

function marksOf({ marks }: FindingFacts): string[] {
  return marks.map(({ site, wait, count }) => `${basename(site.file)}:${site.line} ${wait ?? "-"} ${count}`);
}

describe("the findings of a run", () => {
  it("have the code of the rule that speaks of such things", async () => {
    const [finding] = await findingsOf("warnings/lost-cancel.mjs");
    assert.equal(finding?.kind, "lost-cancel");
    assert.equal(finding.code, "ctx/lost-cancel");
  });

  it("mark each place with what is waited for there, and by how many", async () => {
    const [finding] = await findingsOf("demo/orders.ts");
    assert.equal(finding?.kind, "deadlock");
    assert.deepEqual(marksOf(finding), ["orders.ts:65 task 1", "orders.ts:44 receive 1"]);
    // What main waits for is a task, and no rule speaks of that.
    assert.equal(finding.code, null);
  });
});
