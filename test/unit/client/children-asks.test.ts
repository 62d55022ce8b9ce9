import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ChildrenAsks } from "../../../client/views/children-asks.js";

describe("questions for children", () => {
  const rows = (...ids: string[]) => {
    let come: () => void = () => undefined;
    const promise = new Promise<string[]>((done) => (come = () => done(ids)));
    return { promise, come };
  };

  it("are answered each, where none is for a row within another's", async () => {
    const asks = new ChildrenAsks();
    const [a, b] = [rows("a1"), rows("b1")];
    const answers = [
      asks.answer(">a", a.promise),
      asks.answer(">ab", b.promise),
      asks.answer(">a>c", b.promise),
    ];
    assert.ok(asks.some);
    a.come();
    b.come();
    assert.deepEqual(await Promise.all(answers), [["a1"], ["b1"], ["b1"]]);
    assert.ok(!asks.some);
  });

  it("leave an earlier one for the same row, or for one below it, without rows, and at once", async () => {
    for (const later of ["", ">a", ">a>b"]) {
      const asks = new ChildrenAsks();
      const [early, late] = [rows("x"), rows("x")];
      const first = asks.answer(">a>b", early.promise);
      const second = asks.answer(later, late.promise);
      assert.equal(await first, null);
      late.come();
      assert.deepEqual(await second, ["x"]);
    }
  });

  it("get none when the row, or one above it, is drawn anew before they are given", async () => {
    for (const [drawn, expected] of [
      [">a>b", null],
      [">a", null],
      [">a>c", ["x"]],
      [">a>b>d", ["x"]],
    ] as const) {
      const asks = new ChildrenAsks();
      const there = Promise.resolve(["x"]);
      const answer = asks.answer(">a>b", there);
      await there;
      asks.overtake(drawn);
      assert.deepEqual(await answer, expected);
    }
  });

  it("are settled when whoever asked has had a turn to take what came, or failed", async () => {
    const asks = new ChildrenAsks();
    let isTaken = false;
    const taking = (async () => {
      await asks.answer(">b", Promise.resolve(["x"]));
      for (let hop = 0; hop < 20; hop++) await Promise.resolve();
      isTaken = true;
    })();
    await asks.settled();
    assert.ok(isTaken);
    await taking;
    const failing = assert.rejects(asks.answer(">a", Promise.reject(new Error("gone"))), /gone/);
    await asks.settled();
    await failing;
    assert.ok(!asks.some);
  });
});
