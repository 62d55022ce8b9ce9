import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrGroup, background, chan, sleep, withCancel } from "../../../tracer/runtime/index.js";
import { coded, settle, stateOf, holdsOnce } from "./support.js";

describe("an error group", () => {
  it("waits for all, and gives the first error", () =>
    holdsOnce(async () => {
      const group = new ErrGroup();
      const ended: string[] = [];
      await group.go(async () => {
        await sleep(8);
        ended.push("late");
        throw new Error("second");
      });
      await group.go(() => Promise.reject(new RangeError("first")));
      await group.go(async () => {
        await sleep(12);
        ended.push("last");
      });
      await assert.rejects(group.wait(), { name: "RangeError", message: "first" });
      assert.deepEqual(ended, ["late", "last"]);
      await assert.rejects(group.wait(), RangeError);
    }));

  it("is over when there is nothing to wait for", async () => {
    await new ErrGroup().wait();
    const group = new ErrGroup();
    await group.go(() => 1);
    await group.wait();
    await group.wait();
  });

  it("resolves go once the function has started", async () => {
    const group = new ErrGroup();
    let started = false;
    const going = group.go(() => (started = true));
    assert.equal(started, false, "never inside the call");
    await going;
    assert.equal(started, true);
  });

  it("makes go wait for a place at the limit, first come, first served", async () => {
    const group = new ErrGroup();
    group.setLimit(2);
    const gates = Array.from({ length: 4 }, () => chan<never>());
    const started: number[] = [];
    const goings = gates.map((gate, i) =>
      group.go(async () => {
        started.push(i);
        await gate.receive();
      }),
    );
    await settle();
    assert.deepEqual(started, [0, 1]);
    assert.equal(await stateOf(goings[2]!), "pending");
    assert.equal(
      group.tryGo(() => assert.fail("no place")),
      false,
    );
    gates[1]!.close();
    await goings[2];
    assert.deepEqual(started, [0, 1, 2]);
    assert.equal(await stateOf(group.wait()), "pending");
    for (const i of [0, 2, 3]) gates[i]!.close();
    await group.wait();
    assert.deepEqual(started, [0, 1, 2, 3]);
    assert.equal(
      group.tryGo(() => 1),
      true,
    );
    await group.wait();
  });

  it("forgets a function whose wait for a place was given up", async () => {
    const group = new ErrGroup();
    group.setLimit(1);
    const gate = chan<never>();
    await group.go(() => gate.receive());
    const abort = new AbortController();
    const second = group.go(() => assert.fail("ran"), abort.signal);
    let third = false;
    const going = group.go(() => (third = true));
    abort.abort("enough");
    await assert.rejects(second, (error) => error === "enough");
    gate.close();
    await going;
    await group.wait();
    assert.equal(third, true);
  });

  it("lets none start at a limit of 0, and all at a negative one", async () => {
    const group = new ErrGroup();
    group.setLimit(0);
    assert.equal(
      group.tryGo(() => 1),
      false,
    );
    let started = false;
    const going = group.go(() => (started = true));
    assert.equal(await stateOf(going), "pending");
    group.setLimit(-1);
    await going;
    assert.equal(started, true);
    await group.wait();
  });

  it("refuses a new limit while tasks run", async () => {
    const group = new ErrGroup();
    await group.go(() => sleep(1));
    assert.throws(() => group.setLimit(3), coded("INVALID_ARGUMENT"));
    await group.wait();
    group.setLimit(3);
    assert.throws(() => group.setLimit(0.5), coded("INVALID_ARGUMENT"));
    await assert.rejects(group.go(1 as unknown as () => void), coded("INVALID_ARGUMENT"));
  });

  it("ends its context with the first error as the cause", async () => {
    const [group, ctx] = ErrGroup.withContext(background());
    const error = new Error("no");
    let stopped: unknown;
    await group.go(async () => {
      await ctx.done().receive();
      stopped = ctx.cause();
    });
    await group.go(() => Promise.reject(error));
    await assert.rejects(group.wait(), (thrown) => thrown === error);
    assert.equal(stopped, error);
    assert.equal(ctx.err()?.code, "ERR_SLUICE_CANCELED");
    assert.equal(ctx.signal.reason, error);
  });

  it("ends its context when wait is over, and with its parent", async () => {
    const [parent, cancel] = withCancel(background());
    const [group, ctx] = ErrGroup.withContext(parent);
    await group.go(() => 1);
    assert.equal(ctx.err(), undefined);
    await group.wait();
    assert.equal(ctx.err()?.code, "ERR_SLUICE_CANCELED");
    const [, other] = ErrGroup.withContext(parent);
    cancel();
    assert.equal(other.err()?.code, "ERR_SLUICE_CANCELED");
  });
});
