/** Which event loops are said to be busy, and which are not: by what they tell of their turns, and by what their threads use. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BusyLoops } from "../../../server/session/busy-loops.js";

const LOOK_MS = 250;

interface Thread {
  /** When its loop turned last, in milliseconds. */
  readonly turnedAt: (atMs: number) => number;
  /** Of a processor that it has had. */
  readonly used: (atMs: number) => number | null;
  /** It runs, or waits for a processor alone. */
  readonly runs?: (atMs: number) => boolean;
}

/** When it is said to be busy, and since when, as somebody sees who looks from one time to another. */
function said(
  { turnedAt, used, runs = () => false }: Thread,
  untilMs: number,
  fromMs = 0,
): { atMs: number; sinceMs: number }[] {
  const loops = new BusyLoops();
  const found: { atMs: number; sinceMs: number }[] = [];
  for (let atMs = fromMs; atMs <= untilMs; atMs += LOOK_MS) {
    const turned = turnedAt(atMs);
    const usedMs = used(atMs);
    const use = usedMs === null ? null : { usedMs, runs: runs(atMs) };
    const sample = { unit: 0, turned, turnedAtMs: turned, use };
    for (const { sinceMs } of loops.look([sample], atMs)) found.push({ atMs, sinceMs });
  }
  return found;
}

const everyHalfSecond = (atMs: number): number => Math.floor(atMs / 500) * 500 + 1;
/** Until then, and never again. */
const turnsUntil = (endMs: number) => (atMs: number) => everyHalfSecond(Math.min(atMs, endMs));
const allOfIt = (atMs: number): number => atMs;

describe("loops that do not turn", () => {
  it("are busy while their thread uses a processor, since their last turn", () => {
    const found = said({ turnedAt: turnsUntil(1000), used: allOfIt }, 5000);
    assert.deepEqual(found[0], { atMs: 2500, sinceMs: 1000 });
    assert.deepEqual(found.at(-1), { atMs: 5000, sinceMs: 1000 });
  });

  it("are not while it uses none: idle, asleep in a call, or held by somebody", () => {
    assert.deepEqual(said({ turnedAt: turnsUntil(1000), used: () => 900 }, 20_000), []);
  });

  it("are not any more once it stops to use any", () => {
    const used = (atMs: number): number => Math.min(atMs, 6000);
    const found = said({ turnedAt: turnsUntil(1000), used }, 20_000);
    assert.equal(found[0]?.atMs, 2500);
    assert.ok((found.at(-1)?.atMs ?? 0) <= 7000, `still said at ${found.at(-1)?.atMs} ms`);
  });

  it("are busy, and stay so, on a crowded machine that lets them run once in a while", () => {
    const used = (atMs: number): number => Math.floor(atMs / 3000) * 300;
    const found = said({ turnedAt: turnsUntil(1000), used, runs: () => true }, 20_000);
    assert.deepEqual(found[0], { atMs: 6000, sinceMs: 1000 });
    assert.equal(found.length, 1 + (20_000 - 6000) / LOOK_MS);
  });

  it("are not while their thread only waits for a processor, and has had little", () => {
    assert.deepEqual(said({ turnedAt: turnsUntil(1000), used: () => 0, runs: () => true }, 20_000), []);
  });

  it("are nothing that can be told where the system does not tell what they use", () => {
    assert.deepEqual(said({ turnedAt: turnsUntil(1000), used: () => null }, 20_000), []);
  });
});

describe("loops that turn", () => {
  it("are not busy, however much their thread works", () => {
    assert.deepEqual(said({ turnedAt: everyHalfSecond, used: allOfIt }, 20_000), []);
  });

  it("are not, when each turn takes most of a second", () => {
    // The timer of half a second fires at the first turn after it is due.
    const turnedAt = (atMs: number): number => Math.floor(atMs / 900) * 900 + 1;
    assert.deepEqual(said({ turnedAt, used: allOfIt }, 20_000), []);
  });

  it("are not any more when they turn again", () => {
    const turnedAt = (atMs: number): number => (atMs < 6000 ? turnsUntil(1000)(atMs) : everyHalfSecond(atMs));
    const found = said({ turnedAt, used: allOfIt }, 20_000);
    assert.deepEqual(found.at(-1), { atMs: 5750, sinceMs: 1000 });
  });

  it("are nothing that can be told when their tracer tells no turns", () => {
    assert.deepEqual(said({ turnedAt: () => 0, used: allOfIt }, 20_000), []);
  });
});

describe("whoever looks", () => {
  it("knows by the loop's own word since when it is busy that was so before", () => {
    const found = said({ turnedAt: turnsUntil(1000), used: allOfIt }, 70_000, 60_000);
    assert.deepEqual(found[0], { atMs: 60_500, sinceMs: 1001 });
  });

  it("does not count the time in which a debugger held the program", () => {
    const loops = new BusyLoops();
    const look = (atMs: number): { sinceMs: number }[] =>
      loops.look([{ unit: 0, turned: 1, turnedAtMs: 1, use: { usedMs: atMs, runs: true } }], atMs);
    look(10);
    assert.equal(look(3000)[0]?.sinceMs, 1);
    loops.forget(60_000);
    assert.deepEqual(look(60_250), []);
    assert.deepEqual(look(61_000), []);
    assert.equal(look(62_000)[0]?.sinceMs, 60_000);
  });

  it("keeps the loops of several threads apart", () => {
    const loops = new BusyLoops();
    const look = (atMs: number): number[] =>
      loops
        .look(
          [
            { unit: 0, turned: everyHalfSecond(atMs), turnedAtMs: 1, use: { usedMs: 0, runs: false } },
            { unit: 3, turned: 1, turnedAtMs: 1, use: { usedMs: atMs, runs: true } },
          ],
          atMs,
        )
        .map(({ unit }) => unit);
    look(0);
    assert.deepEqual(look(2000), [3]);
  });
});
