import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ActiveCall } from "../../../tracer/recorder/active-call.js";
import { ChangedCalls, YOUNG_US } from "../../../tracer/recorder/changed-calls.js";

const NOW_US = 10 * YOUNG_US;

function call(startedUs = 0): ActiveCall {
  return new ActiveCall(null, 0, 0, startedUs);
}

/** The very same, not only alike. */
function assertSame(actual: readonly ActiveCall[], expected: readonly ActiveCall[]): void {
  assert.equal(actual.length, expected.length);
  for (const [index, one] of actual.entries()) assert.ok(one === expected[index], `number ${index}`);
}

describe("calls of which something is new", () => {
  it("are taken in the order of their news, but for those that have only begun", () => {
    const changed = new ChangedCalls();
    const [first, second, young] = [call(), call(), call(NOW_US)];
    for (const one of [first, second, young]) changed.add(one);
    assertSame(changed.takeSome(NOW_US), [first, second]);
    assertSame(changed.takeSome(NOW_US), []);
    assertSame(changed.takeSome(NOW_US + YOUNG_US), [young]);
    assert.ok(changed.isEmpty);
  });

  it("do not come behind those that are only to be asked", () => {
    const changed = new ChangedCalls();
    const waiting = Array.from({ length: 50 }, () => call());
    for (const one of waiting) changed.postpone(one);
    const late = call();
    changed.add(late);
    assertSame(changed.takeSome(NOW_US), [late]);
    assertSame(changed.takePostponed(20), waiting.slice(0, 20));
    assertSame(changed.takePostponed(100), waiting.slice(20));
    assert.ok(changed.isEmpty);
  });

  it("are asked no later for having news meanwhile, and each is there once", () => {
    const changed = new ChangedCalls();
    const [one, other] = [call(), call()];
    changed.postpone(one);
    changed.postpone(one);
    changed.postpone(other);
    changed.add(one);
    assertSame(changed.rest(), [one, other]);
    assertSame(changed.takeSome(NOW_US), [one]);
    assertSame(changed.takePostponed(10), [other]);
    changed.postpone(one);
    assertSame(changed.takeAll(), [one]);
    assert.ok(changed.isEmpty && !one.queued && !one.postponed);
  });
});
