/** What the timeline shows of spans: nothing is lost when they are narrower than a pixel. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DONE, GONE, REASONS, reasonOf, stateOfOp } from "../../../media/wire/states.js";
import {
  decodeChanges,
  decodeHandoffs,
  decodeTasks,
  encodeChanges,
  encodeHandoffs,
  encodeTasks,
} from "../../../media/wire/columns.js";
import { arrowsOf, endOf } from "../../../media/timeline/arrows.js";
import { laneAt, lanesOf } from "../../../media/timeline/lanes.js";
import { Store } from "../../../media/timeline/store.js";
import { summaryOf } from "../../../media/timeline/summary.js";
import { BINS, KINDS, Tiles, type Tile } from "../../../media/timeline/tiles.js";
import { ticksOf, View } from "../../../media/timeline/window.js";

interface Change {
  readonly task: number;
  readonly state: number;
  readonly timeUs: number;
  readonly primitive?: number;
}

function storeOf(
  changes: readonly Change[],
  nowUs: number,
  parents: Readonly<Record<number, number>> = {},
): Store {
  const store = new Store();
  store.sites[0] = { index: 0, name: "work", place: { file: "/a/b.ts", line: 3, column: 1 }, unit: "" };
  for (const task of new Set(changes.map((one) => one.task))) store.addTask(task, 0, parents[task] ?? 0);
  store.nowUs = nowUs;
  const column = (of: (change: Change) => number): number[] => changes.map(of);
  store.addChanges({
    count: changes.length,
    task: Uint32Array.from(column(({ task }) => task)),
    state: Uint8Array.from(column(({ state }) => state)),
    primitive: Uint32Array.from(column(({ primitive }) => primitive ?? 0)),
    timeUs: Float64Array.from(column(({ timeUs }) => timeUs)),
  });
  return store;
}

/** Made to the end, however long it takes. */
function tileOf(store: Store, level: number, index: number, tiles = tilesOf(store)): Tile {
  for (;;) {
    tiles.beginFrame();
    const tile = tiles.get("s0", level, index);
    if (tile?.level === level && !tile.stale && tile.builtUs === store.nowUs) return tile;
    tiles.work(Infinity);
  }
}

function tilesOf(store: Store): Tiles {
  return new Tiles(store, () => store.tasksOfSite.get(0) ?? []);
}

function total(tile: Tile): number[] {
  return REASONS.map((_, kind) => {
    let sum = 0;
    for (let bin = 0; bin < BINS; bin++) sum += tile.bins[bin * KINDS + kind] ?? 0;
    return sum;
  });
}

const LENGTH_US = BINS * 64;

const changesOfTasks = fc
  .array(
    fc.record({
      task: fc.integer({ min: 1, max: 3 }),
      state: fc.integer({ min: 0, max: 18 }),
      timeUs: fc.integer({ min: 0, max: LENGTH_US }),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((changes) => [...changes].sort((a, b) => a.timeUs - b.timeUs));

describe("tiles", () => {
  it("hold the time of each reason to the microsecond, at any zoom", () => {
    fc.assert(
      fc.property(changesOfTasks, fc.integer({ min: 0, max: 6 }), (changes, level) => {
        const store = storeOf(changes, LENGTH_US);
        const whole = { fromUs: 0, toUs: LENGTH_US };
        const { spentUs } = summaryOf(store, store.tasksOfSite.get(0) ?? [], whole);
        const sums = REASONS.map(() => 0);
        for (let index = 0; index < LENGTH_US / (BINS * 2 ** level); index++) {
          total(tileOf(store, level, index)).forEach((us, kind) => (sums[kind] = (sums[kind] ?? 0) + us));
        }
        sums.forEach((us, kind) =>
          assert.ok(Math.abs(us - (spentUs[kind] ?? 0)) < 1, `${us} ${spentUs[kind]}`),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("put it into the bin where it was", () => {
    const store = storeOf(
      [
        { task: 1, state: 0, timeUs: 10 },
        { task: 1, state: stateOfOp("send"), timeUs: 12 },
      ],
      20,
    );
    const { bins } = tileOf(store, 0, 0);
    const at = (bin: number): number[] => [...bins.subarray(bin * KINDS, bin * KINDS + 2)];
    assert.deepEqual(
      [at(9), at(10), at(11), at(12), at(19), at(20)],
      [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 0],
      ],
    );
  });

  it("are made anew when something changed in them, and the old one is shown until then", () => {
    const store = storeOf([{ task: 1, state: 0, timeUs: 0 }], 100);
    const tiles = tilesOf(store);
    const before = tileOf(store, 0, 0, tiles);
    store.nowUs = 200;
    tiles.beginFrame();
    assert.equal(tiles.get("s0", 0, 0), before);
    assert.equal(tiles.work(Infinity), false);
    assert.equal(total(tileOf(store, 0, 0, tiles))[0], 200);
  });

  it("of a coarser zoom stand in for those that are not made yet", () => {
    const store = storeOf([{ task: 1, state: 0, timeUs: 0 }], 1000);
    const tiles = tilesOf(store);
    const coarse = tileOf(store, 3, 0, tiles);
    tiles.beginFrame();
    assert.equal(tiles.get("s0", 1, 1), coarse);
  });
});

describe("the store", () => {
  it("knows what a task did at any time, and until when", () => {
    const store = storeOf(
      [
        { task: 1, state: 0, timeUs: 10 },
        { task: 1, state: 3, timeUs: 30 },
        { task: 1, state: DONE, timeUs: 50 },
      ],
      90,
    );
    const lane = store.tasks.get(1) ?? assert.fail();
    assert.equal(store.changeAt(lane, 9), -1);
    assert.deepEqual(store.spanAt(lane, store.changeAt(lane, 30)), {
      state: 3,
      primitive: 0,
      fromUs: 30,
      toUs: 50,
      at: 1,
      open: false,
    });
    assert.ok(store.isOver(lane));
  });

  it("takes back what was no task", () => {
    const store = storeOf(
      [
        { task: 1, state: 0, timeUs: 10 },
        { task: 1, state: GONE, timeUs: 20 },
      ],
      90,
    );
    assert.deepEqual([store.tasks.size, store.tasksOfSite.get(0)?.length], [0, 0]);
  });

  it("lets go of the older half when there is too much, and keeps what lasts", () => {
    const changes: Change[] = [
      { task: 1, state: 3, timeUs: 0 },
      { task: 2, state: 0, timeUs: 0 },
    ];
    const many = Array.from({ length: 1_400_001 }, (_, i) => ({ task: 2, state: i % 2, timeUs: i + 1 }));
    const store = storeOf([...changes, ...many], 2e6);
    assert.ok(store.count < 800_000);
    const [waits, busy] = [store.tasks.get(1) ?? assert.fail(), store.tasks.get(2) ?? assert.fail()];
    assert.equal(store.spanAt(waits, 0)?.state, 3);
    assert.equal(store.spanAt(busy, busy.changes.length - 1)?.fromUs, 1_400_001);
  });
});

describe("arrows", () => {
  const receives = stateOfOp("receive");
  const whole = { fromUs: 0, toUs: 90 };
  const laneOf = (store: Store, id: number) => store.tasks.get(id) ?? assert.fail();

  function handOn(store: Store, from: number, to: number, fromUs: number, toUs: number): void {
    const column = Uint32Array.of.bind(Uint32Array);
    store.handoffs.add({
      count: 1,
      from: column(from),
      to: column(to),
      primitive: column(9),
      fromUs: Float64Array.of(fromUs),
      toUs: Float64Array.of(toUs),
    });
  }

  it("lead from who started it, and to whom it started", () => {
    const store = storeOf(
      [1, 2, 3].map((task) => ({ task, state: 0, timeUs: task * 10 })),
      90,
      { 2: 1, 3: 2 },
    );
    const arrows = arrowsOf(store, [laneOf(store, 2)], null, whole);
    assert.deepEqual(
      arrows.map(({ from, to, toUs }) => `${from} ${to} ${toUs}`),
      ["1 2 20", "2 3 30"],
    );
  });

  /** Task 2 receives at the channel 9 until 40. */
  function received(putters: number[]): Store {
    const changes = [
      { task: 1, state: 0, timeUs: 0 },
      { task: 3, state: 0, timeUs: 0 },
      { task: 2, state: receives, timeUs: 0, primitive: 9 },
      { task: 2, state: 0, timeUs: 40 },
    ];
    const store = storeOf(changes, 90);
    store.primitives.set(9, { id: 9, kind: "channel", name: "jobs", putters, takers: [2] });
    return store;
  }

  function told(store: Store): string[] {
    const lane = laneOf(store, 2);
    return arrowsOf(store, [lane], store.spanAt(lane, 0), whole).map(
      ({ from, fromUs, toUs, certain }) => `${from} ${fromUs} ${toUs} ${certain}`,
    );
  }

  it("lead from the send to the receive that had its value, and from nobody else", () => {
    const store = received([1, 3]);
    handOn(store, 3, 2, 10, 38);
    assert.deepEqual(told(store), ["3 10 38 true"]);
    const lane = laneOf(store, 2);
    const span = store.spanAt(lane, 0) ?? assert.fail();
    assert.equal(endOf(store, lane, span)?.from, 3);
    handOn(store, 2, 1, 60, 70);
    assert.equal(endOf(store, lane, span)?.from, 3, "what it gave later did not wake it");
    assert.deepEqual(told(store), ["2 60 70 true", "3 10 38 true"]);
    const strong = arrowsOf(store, [lane], span, whole).filter((arrow) => arrow.strong);
    assert.deepEqual(
      strong.map(({ from }) => from),
      [3],
      "what ended the wait stands out",
    );
  });

  it("of a send that waited lead to who took its value", () => {
    const store = storeOf(
      [
        { task: 1, state: stateOfOp("send"), timeUs: 0, primitive: 9 },
        { task: 1, state: 0, timeUs: 40 },
        { task: 2, state: 0, timeUs: 0 },
      ],
      90,
    );
    handOn(store, 1, 2, 30, 80);
    const lane = laneOf(store, 1);
    assert.equal(endOf(store, lane, store.spanAt(lane, 0) ?? assert.fail())?.to, 2);
  });

  it("are certain only where one task is at the other end, while nobody told who it was", () => {
    assert.deepEqual(told(received([1])), ["1 40 40 true"]);
    assert.deepEqual(told(received([1, 3])), ["1 40 40 false", "3 40 40 false"]);
  });

  it("of a lane of many tasks are some of all that they handed on", () => {
    const store = storeOf(
      [1, 2].map((task) => ({ task, state: 0, timeUs: 0 })),
      1e6,
    );
    for (let i = 0; i < 1000; i++) handOn(store, 1, 2, i, i + 1);
    const arrows = arrowsOf(store, [laneOf(store, 1), laneOf(store, 2)], null, { fromUs: 0, toUs: 1e6 });
    assert.equal(arrows.length, 25);
    assert.deepEqual([arrows[0]?.fromUs, arrows.at(-1)?.fromUs], [0, 960]);
    assert.equal(arrowsOf(store, [laneOf(store, 1)], null, { fromUs: 2000, toUs: 3000 }).length, 0);
  });
});

describe("lanes", () => {
  const store = storeOf(
    [1, 2].map((task) => ({ task, state: 0, timeUs: 0 })),
    10,
  );

  it("open into tasks", () => {
    assert.deepEqual(
      lanesOf(store, new Set(), "").map(({ label }) => label),
      ["work ×2"],
    );
    const lanes = lanesOf(store, new Set(["s0"]), "");
    assert.deepEqual(
      lanes.map(({ label }) => label),
      ["work ×2", "work #1", "work #2"],
    );
    for (const lane of lanes) assert.equal(laneAt(lanes, lane.top + 1), lane);
    assert.equal(laneAt(lanes, 1e6), undefined);
  });

  it("are found by name, file and task", () => {
    assert.equal(lanesOf(store, new Set(), "b.ts").length, 1);
    assert.deepEqual(
      lanesOf(store, new Set(), "#2").map(({ id }) => id),
      ["s0", "t2"],
    );
    assert.deepEqual(lanesOf(store, new Set(), "nothing"), []);
  });
});

describe("the window of time", () => {
  it("keeps what is under the pointer, down to microseconds", () => {
    const view = new View();
    view.set(0, 1e9);
    for (let i = 0; i < 200; i++) view.zoomAt(123_456_789, 1.3, 1e9);
    assert.equal(view.lengthUs, 50);
    assert.ok(view.fromUs < 123_456_789 && view.toUs > 123_456_789);
    const { ticks } = ticksOf(view, 1000);
    assert.ok(ticks.length > 4 && ticks.every(Number.isInteger));
  });
});

describe("columns", () => {
  it("are what they were after being text", () => {
    const cell = fc.record({
      task: fc.nat(),
      primitive: fc.nat(),
      state: fc.integer({ min: 0, max: 255 }),
      timeUs: fc.double({ noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 50 }), (cells) => {
        const columns = {
          count: cells.length,
          task: Uint32Array.from(cells, (one) => one.task),
          primitive: Uint32Array.from(cells, (one) => one.primitive),
          state: Uint8Array.from(cells, (one) => one.state),
          timeUs: Float64Array.from(cells, (one) => one.timeUs),
        };
        assert.deepEqual(decodeChanges(encodeChanges(columns)), columns);
        const rows = {
          count: cells.length,
          task: columns.task,
          site: columns.primitive,
          parent: columns.task,
        };
        assert.deepEqual(decodeTasks(encodeTasks(rows)), rows);
        const { count, task, primitive, timeUs } = columns;
        const handoffs = { count, from: task, to: primitive, primitive: task, fromUs: timeUs, toUs: timeUs };
        assert.deepEqual(decodeHandoffs(encodeHandoffs(handoffs)), handoffs);
      }),
    );
    assert.throws(() => decodeChanges("AAAA"));
    assert.equal(reasonOf(DONE), -1);
  });
});
