import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { framesOf } from "../../../server/dap/threads/frames.js";
import { ThreadChanges } from "../../../server/dap/threads/thread-changes.js";
import { listThreads, type TaskThread } from "../../../server/dap/threads/thread-list.js";
import { scopesOf, variablesOf } from "../../../server/dap/threads/variables.js";
import { ProgramUnderTest, workers } from "./program.js";

const NONE: ReadonlySet<number> = new Set();

describe("the list of threads", () => {
  it("ranks tasks of findings first, then the longest wait, then what runs", () => {
    const program = new ProgramUnderTest()
      .task(1, "main")
      .task(2, "young", { parent: 1 })
      .task(3, "old", { parent: 1 })
      .task(4, "stuck", { parent: 1 })
      .waits(2, { line: 2, timeMs: 900 })
      .waits(3, { line: 3, timeMs: 100 })
      .waits(4, { line: 4, timeMs: 950 });
    const { threads } = listThreads(program.model, new Set([4]), 1_000);
    assert.deepEqual(
      threads.map(({ name }) => name.split(" · ")[0]),
      ["stuck", "old", "young", "main"],
    );
  });

  it("names the task, its state and its age, and folds alike ones", () => {
    const { threads, hiddenTasks } = listThreads(workers(10_000).model, NONE, 12_002);
    assert.equal(threads.length, 4);
    assert.equal(hiddenTasks, 0);
    assert.equal(threads[1]?.name, "worker ×9,998 · receive jobs · 12 s");
  });

  it("has each task as a thread of its own when it is asked for", () => {
    const look = { grouped: false, packages: true };
    const { model } = workers(10);
    const { threads, hiddenTasks } = listThreads(model, NONE, 12_002, { look });
    assert.equal(threads.length, model.liveTaskCount);
    assert.equal(hiddenTasks, 0);
    assert.equal(new Set(threads.map(({ key }) => key)).size, threads.length);
  });

  it("leaves out tasks of packages when it is asked to, but not what the user looks at", () => {
    const program = new ProgramUnderTest()
      .task(1, "main")
      .task(2, "drain", { parent: 1 })
      .waits(2, { line: 2, file: "/app/node_modules/pool/index.js" });
    const look = { grouped: true, packages: false };
    const shown = (selected: number | null): number[] =>
      listThreads(program.model, NONE, 1_000, { look, selected }).threads.map(({ task }) => task);
    assert.deepEqual(shown(null), [1]);
    assert.deepEqual(shown(2).sort(), [1, 2]);
  });

  it("has a young wait as a pause once a debugger holds the program", () => {
    const program = new ProgramUnderTest().task(1, "main").waits(1, { line: 2, timeMs: 900 });
    const pauses = (held: boolean): readonly (string | null)[] =>
      listThreads(program.model, NONE, 1_000, { held }).threads.map(({ pause }) => pause);
    assert.deepEqual(pauses(false), [null]);
    assert.deepEqual(pauses(true), ["promise  /app/main.ts:2:3"]);
  });

  it("is capped, and counts what it leaves out", () => {
    const program = new ProgramUnderTest().task(1, "main");
    for (let id = 2; id < 502; id++) program.task(id, `task${id}`, { parent: 1 }).waits(id, { line: id });
    const { threads, hiddenTasks } = listThreads(program.model, NONE, 1_000);
    assert.equal(threads.length, 200);
    assert.equal(hiddenTasks, 301);
  });

  it("always has the task that the user looks at", () => {
    const program = new ProgramUnderTest().task(1, "main");
    for (let id = 2; id < 502; id++) program.task(id, `task${id}`, { parent: 1 }).waits(id, { line: id });
    const { threads, hiddenTasks } = listThreads(program.model, NONE, 1_000, { selected: 480 });
    assert.equal(threads.length, 200);
    assert.equal(hiddenTasks, 301);
    assert.equal(threads.at(-1)?.task, 480);
    // One that is in by itself keeps its place.
    const first = listThreads(program.model, NONE, 1_000).threads[0];
    assert.equal(
      listThreads(program.model, NONE, 1_000, { selected: first?.task ?? 0 }).threads[0]?.task,
      first?.task,
    );
  });

  it("tells a wait as a pause once it has lasted", () => {
    const program = new ProgramUnderTest().task(1, "main").waits(1, { line: 2, timeMs: 1_000 });
    assert.equal(listThreads(program.model, NONE, 1_100).threads[0]?.pause, null);
    assert.notEqual(listThreads(program.model, NONE, 1_600).threads[0]?.pause, null);
  });
});

describe("changes of threads", () => {
  const thread = (key: string, pause: string | null, name = key): TaskThread => ({
    key,
    name,
    task: 1,
    holds: (task) => task === 1,
    pause,
    state: "waiting",
  });
  const kinds = (changes: readonly { kind: string; key: string }[]): string[] =>
    changes.map(({ kind, key }) => `${kind} ${key}`);

  it("are told once each", () => {
    const changes = new ThreadChanges();
    assert.deepEqual(kinds(changes.next([thread("a", null), thread("b", "x")], 0)), [
      "started a",
      "paused b",
    ]);
    assert.deepEqual(kinds(changes.next([thread("a", null), thread("b", "x")], 100)), []);
    assert.deepEqual(kinds(changes.next([thread("a", "y"), thread("b", null)], 200)), [
      "paused a",
      "continued b",
    ]);
    assert.deepEqual(kinds(changes.next([thread("a", "z")], 300)), ["exited b", "paused a"]);
  });

  it("are bounded at each look, and none is forgotten", () => {
    const changes = new ThreadChanges();
    const threads = Array.from({ length: 100 }, (_, index) => thread(`t${index}`, "x"));
    const told: string[] = [];
    for (let look = 0; look < 4; look++) {
      const now = kinds(changes.next(threads, look * 100));
      assert.ok(now.length <= 30);
      told.push(...now);
    }
    assert.equal(new Set(told).size, 100);
    const exits = [changes.next([], 500), changes.next([], 600)].map((list) => list.length);
    assert.ok(Math.max(...exits) <= 31);
  });

  it("let names be read again once a second", () => {
    const changes = new ThreadChanges();
    changes.next([thread("a", "x", "a · 1 s")], 0);
    assert.deepEqual(kinds(changes.next([thread("a", "x", "a · 2 s")], 500)), []);
    assert.deepEqual(kinds(changes.next([thread("a", "x", "a · 2 s")], 1_000)), ["started a"]);
    assert.deepEqual(kinds(changes.next([thread("a", "x", "a · 2 s")], 2_100)), []);
  });

  it("let names be read again at once when a debugger holds the program, whose clock stands still", () => {
    const changes = new ThreadChanges();
    changes.next([thread("a", "x", "a · 1 s")], 0);
    assert.deepEqual(kinds(changes.next([thread("a", "x", "a · 2 s")], 500, true)), ["started a"]);
    assert.deepEqual(kinds(changes.next([thread("a", "x", "a · 2 s")], 500, true)), []);
  });
});

describe("a task's frames", () => {
  const program = workers(3);

  it("are its await stack, then where it was started", () => {
    const task = program.model.task(2);
    assert.ok(task !== undefined);
    assert.deepEqual(
      framesOf(program.model, task).map((frame) => (frame.kind === "label" ? frame.text : frame.site.line)),
      ["waiting to receive from jobs", 20, "started by main at", 8],
    );
  });

  it("say so when the place of the wait is not known", () => {
    const unplaced = new ProgramUnderTest().task(1, "main").waits(1, { op: "io" }).model.task(1);
    assert.ok(unplaced !== undefined);
    assert.deepEqual(framesOf(program.model, unplaced), [
      { kind: "label", text: "waiting for I/O" },
      { kind: "label", text: "at a place that is not known (yet)" },
    ]);
  });
});

describe("a task's variables", () => {
  const { model } = workers(3);
  const table = (holder: string): Record<string, string> =>
    Object.fromEntries(variablesOf(model, holder, 3_002, false).map(({ name, value }) => [name, value]));

  it("tell the wait, the primitive and the task", () => {
    assert.deepEqual(
      scopesOf(model, 2, 0, false).map(({ name }) => name),
      ["Wait", "Task"],
    );
    assert.deepEqual(table("wait 2"), { op: "receive", since: "3 s", channel: "jobs" });
    assert.deepEqual(table("primitive 1"), {
      kind: "channel",
      name: "jobs",
      length: "0",
      capacity: "0",
      closed: "false",
      "created at": "/app/main.ts:2:3",
    });
    assert.deepEqual(table("task 2"), {
      id: "2",
      name: "worker",
      state: "waiting to receive from jobs",
      parent: "main #1",
      "started at": "/app/main.ts:8:3",
    });
  });

  it("of what is gone are none", () => {
    assert.deepEqual(table("task 99"), {});
    assert.deepEqual(table("primitive 99"), {});
  });

  it("tell what the task holds, and the innermost context that it waits at, has made or was started under", () => {
    const startedAtMs = 1_000_000;
    const program = new ProgramUnderTest()
      .task(1, "main")
      .primitive(1, "request", "context", 0, { maker: 1, deadlineMs: startedAtMs + 7_000 })
      .primitive(2, "step", "context", 0, { maker: 1, parent: 1 })
      .primitive(3, "other's", "context", 0, { maker: 9 })
      .primitive(4, "books", "mutex")
      .primitive(5, "shelves", "rwmutex")
      .primitive(6, "desks", "mutex")
      .task(2, "worker", { parent: 1, timeMs: 10 })
      .waits(2, { op: "sleep" })
      .state(4, { holders: [2] })
      .state(5, { holders: [2, 1] })
      .state(6, { holders: [1] })
      .state(1, {});
    const variables = (holder: string) =>
      Object.fromEntries(
        variablesOf(program.model, holder, 3_000, false).map(({ name, value, holder: opens }) => [
          name,
          [value, opens],
        ]),
      );
    const task = variables("task 2");
    assert.deepEqual(task["holds"], ["books, shelves", "holds 2"]);
    assert.deepEqual(variables("holds 2"), {
      0: ["books", "primitive 4"],
      1: ["shelves", "primitive 5"],
    });
    assert.deepEqual(task["context"], ["step", "primitive 2"]);
    assert.deepEqual(variables("primitive 2")["parent"], ["request", "primitive 1"]);
    const [deadline] = variables("primitive 1")["deadline"] ?? [];
    assert.match(deadline ?? "", /^\d\d:\d\d:\d\d, in 4 s$/);
    assert.deepEqual(variables("primitive 1")["made by"], ["main #1", undefined]);
    assert.deepEqual(variables("task 1")["holds"]?.[0], "shelves, desks");
  });
});
