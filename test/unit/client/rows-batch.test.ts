import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RefreshPace } from "../../../client/views/refresh-pace.js";
import { RowsBatch } from "../../../client/views/rows-batch.js";
import type { RowsArguments } from "../../../server/dap/protocol.js";

function page(parent: string): RowsArguments {
  return { view: "tasks", parent, offset: 0, limit: 10 };
}

describe("pages that are asked for at once", () => {
  it("go as one request, and have their own answers", async () => {
    const sent: number[] = [];
    const batch = new RowsBatch((requests) => {
      sent.push(requests.length);
      return Promise.resolve(requests.map(({ parent }) => ({ rows: [], total: Number(parent) })));
    });
    const both = await Promise.all([batch.ask(page("1")), batch.ask(page("2"))]);
    const later = await batch.ask(page("3"));
    assert.deepEqual(
      [...both, later].map(({ total }) => total),
      [1, 2, 3],
    );
    assert.deepEqual(sent, [2, 1]);
  });

  it("fail together, and the next are asked for all the same", async () => {
    let answers = 0;
    const batch = new RowsBatch((requests) =>
      ++answers === 1
        ? Promise.reject(new Error("gone"))
        : Promise.resolve(requests.map(() => ({ rows: [], total: 0 }))),
    );
    const both = await Promise.allSettled([batch.ask(page("1")), batch.ask(page("2"))]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal((await batch.ask(page("3"))).total, 0);
  });
});

describe("the pace of refreshes", () => {
  it("is slower the more they take, within bounds", () => {
    const pace = new RefreshPace();
    assert.equal(pace.waitMs(1000), 0);
    for (const [tookMs, waitMs] of [
      [1, 100],
      [100, 200],
      [5000, 400],
    ] as const) {
      pace.took(0, tookMs);
      assert.equal(pace.waitMs(tookMs), waitMs);
    }
  });
});
