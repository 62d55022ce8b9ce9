import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Redraws } from "../../../client/views/redraws.js";
import type { MoreNode } from "../../../client/views/row-tree.js";

const node = (parent: string): MoreNode => ({ kind: "more", parent, left: 0 });
const [a, b, c] = [node("a"), node("b"), node("c")];

describe("changes that VS Code is told of", () => {
  it("are held until it draws the last ones, and told at once then", () => {
    const redraws = new Redraws();
    assert.deepEqual(redraws.tell([a], 0), [a]);
    assert.deepEqual(redraws.tell([b], 10), []);
    assert.deepEqual(redraws.tell([c, b], 20), []);
    assert.ok(!redraws.drawn(b), "it was not told of yet");
    assert.ok(redraws.drawn(a));
    assert.deepEqual(redraws.tell([], 30), [b, c]);
    assert.ok(!redraws.drawn(c), "nothing more is held");
    assert.ok(!redraws.isBusy(40));
  });

  it("are all of them when the outermost rows are among them", () => {
    const redraws = new Redraws();
    redraws.tell([undefined], 0);
    redraws.tell([a, undefined], 10);
    assert.ok(redraws.drawn(undefined));
    assert.deepEqual(redraws.tell([b], 20), [undefined]);
  });

  it("are told after a while although it never asked for the last ones", () => {
    const redraws = new Redraws();
    redraws.tell([a], 0);
    assert.deepEqual(redraws.tell([b], 1000), []);
    assert.deepEqual(redraws.tell([c], 3000), [b, c]);
  });

  it("are forgotten when all is drawn anew", () => {
    const redraws = new Redraws();
    redraws.tell([a], 0);
    redraws.tell([b], 10);
    redraws.clear();
    assert.deepEqual(redraws.tell([], 20), []);
    assert.deepEqual(redraws.tell([c], 20), [c]);
  });
});
