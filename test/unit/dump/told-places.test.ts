/** Places with their numbers become tasks with their stacks. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Frame, ProcessFacts } from "../../../server/dump/inside/visitor.js";
import { tellThreads } from "../../../server/dump/told-threads.js";
import { ToldPlaces } from "../../../server/dump/told-places.js";
import { Model } from "../../../server/model/model.js";
import type { WireFrame } from "../../../tracer/wire/index.js";

const FACTS: ProcessFacts = {
  pid: 1,
  argv: ["node", "app.js"],
  cwd: "/",
  node: "v24.0.0",
  main: "/app.js",
  uptimeMs: 5000,
  loopNowMs: 5000,
  heapBytes: 1e6,
  platform: "linux",
};

const outer: Frame = ["task", "/app.js", 9, 3];
const inner: Frame = ["answerTo", "/app.js", 4, 3];
const alone: Frame = ["(anonymous)", "/app.js", 20, 1];
const nodes: Frame = ["pipeline", "node:internal/streams/pipeline", 1, 1];

/** A mapper that counts the places it is asked for. */
function mapper(): { asked: Set<WireFrame>; map: (frame: WireFrame) => WireFrame } {
  const asked = new Set<WireFrame>();
  return { asked, map: (frame) => (asked.add(frame), frame) };
}

async function told(...threads: ToldPlaces[]) {
  const { asked, map } = mapper();
  const model = new Model({ map, mapToAwait: map });
  const rest = { facts: FACTS, primitives: [], locals: new Map(), promises: 10 };
  await tellThreads(
    threads.map((calls) => ({ ...rest, calls })),
    0,
    model,
  );
  return { model, asked };
}

describe("places that were asked for", () => {
  // Who awaits `answerTo` is asked for as well, and counts only where it is not a part of another stack.
  const answer = {
    pending: 10,
    places: [
      [[inner, nodes, outer], 3],
      [[nodes, outer], 3],
      [[outer], 4],
      [[alone], 2],
    ],
  } as const;

  it("are tasks with the stacks that end there", async () => {
    const places = new ToldPlaces(answer, 1);
    const { model } = await told(places);
    const stacks = [...model.liveTasks()].map(({ name, stack, wait }) => [
      name,
      ...stack.map((frame) => `${frame.function}:${frame.line}`),
      wait?.op,
    ]);
    const nested = ["task", "answerTo:4", "task:9", "promise"];
    const last = ["(anonymous)", "(anonymous):20", "promise"];
    assert.deepEqual(stacks, [nested, nested, nested, ["task", "task:9", "promise"], last, last]);
    assert.equal(places.size, 9);
    assert.deepEqual([model.counters.tasksLive, model.counters.promises], [6, 10]);
  });

  it("are one place for all that stand there", async () => {
    const { model, asked } = await told(new ToldPlaces(answer, 1));
    assert.equal([...model.liveTasks()].length, 6);
    assert.equal(asked.size, 4);
  });

  it("go on counting from thread to thread", async () => {
    const first = new ToldPlaces(answer, 1);
    const { model } = await told(first, new ToldPlaces(answer, 1 + first.size));
    assert.equal([...model.liveTasks()].length, 12);
    assert.deepEqual([model.counters.tasksLive, model.counters.promises], [12, 20]);
  });
});

describe("a model that is being made", () => {
  it("is given up when nobody wants it any more", async () => {
    const many = new ToldPlaces({ pending: 1000, places: [[[alone], 1000]] }, 1);
    const { map } = mapper();
    const model = new Model({ map, mapToAwait: map });
    const thread = { facts: FACTS, calls: many, primitives: [], locals: new Map(), promises: 0 };
    const telling = tellThreads([thread], 0, model, AbortSignal.abort());
    await assert.rejects(telling, { name: "DumpError" });
    assert.ok(model.liveTaskCount < 1000);
  });
});
