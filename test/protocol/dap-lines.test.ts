/** What an editor is told of the lines that it shows, over a real stream: waits, counts, primitives, and what is stuck. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import type {
  FileLines,
  FindingsTold,
  LineCount,
  LinesBody,
  LineTasksBody,
  LocateBody,
} from "../../server/dap/protocol.js";
import { Adapter } from "./support/adapter.js";
import { launchOf, program } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

const KITCHEN = "behaviour/kitchen.mjs";

/** The line that has this text, of a program. */
function lineOf(name: string, text: string): number {
  const lines = readFileSync(program(name), "utf8").split("\n");
  const found = lines.findIndex((line) => line.includes(text));
  assert.ok(found >= 0, text);
  return found + 1;
}

async function launch(name: string, rest: object = {}): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, rest));
}

async function lines(name: string, primitives = false): Promise<FileLines> {
  const response = await adapter.customRequest("sluice/lines", { files: [program(name)], primitives });
  const [file] = (response.body as LinesBody).files;
  return file ?? { file: program(name), waits: [], starts: [], bodies: [], primitives: [] };
}

async function linesUntil(
  name: string,
  what: string,
  accept: (lines: FileLines) => boolean,
): Promise<FileLines> {
  return adapter.until(what, async () => {
    const told = await lines(name);
    return accept(told) ? told : null;
  });
}

function waitsOf({ waits }: FileLines): string[] {
  return waits.map(
    ({ line, count, stuck, waits, state }) => `${line} ${state} ${count} ${stuck} ${waits.join(", ")}`,
  );
}

function countsOf(counts: readonly LineCount[]): string[] {
  return counts.map(
    ({ line, started, atLeast, live, leaked, stuck }) =>
      `${line} ${started}${atLeast ? "+" : ""} ${live} ${leaked} ${stuck}`,
  );
}

describe("the lines of a program that runs", () => {
  it("have the tasks that wait there, and say which of them are stuck", async () => {
    await launch(KITCHEN);
    const told = await linesUntil(
      KITCHEN,
      "the ring and the lost task",
      ({ waits }) => waits.filter(({ state }) => state === "stuck").length === 3,
    );
    const line = (name: string): number => lineOf(KITCHEN, `/*waits: ${name}*/`);
    assert.deepEqual(waitsOf(told), [
      `${line("waiter")} blocked 3 0 receive orders (0/10)`,
      `${line("ana")} stuck 1 1 lock pan`,
      `${line("ben")} stuck 1 1 lock knife`,
      `${line("dishwasher")} outside 1 0 timer 3,600,000 ms`,
      `${line("lost")} stuck 1 1 a promise`,
    ]);
    const [waiters] = told.waits;
    assert.equal(waiters?.age?.kind, "since");
    assert.equal(waiters.age.oldestOf, 3);
  });

  it("have how many tasks were started there, and how many are left", async () => {
    await launch(KITCHEN);
    const told = await linesUntil(
      KITCHEN,
      "the guests to be gone, and what is stuck to be known",
      ({ starts }) =>
        starts.some(({ leaked }) => leaked > 0) &&
        starts.some(({ started, live }) => started === 4 && live === 0),
    );
    const started = (text: string): number => lineOf(KITCHEN, text);
    assert.deepEqual(countsOf(told.starts), [
      `${started("go(waiter)")} 3 3 0 0`,
      `${started("go(ana)")} 1 1 0 1`,
      `${started("go(ben)")} 1 1 0 1`,
      `${started("go(dishwasher)")} 1 1 0 0`,
      `${started("go(guest)")} 4 0 0 0`,
      `${started("go(async function lost")} 1 1 1 0`,
    ]);
    const bodies = new Map(told.bodies.map((body) => [body.line, body]));
    const guest = bodies.get(started("async function guest") + 1);
    assert.equal(`${guest?.started} ${guest?.live}`, "4 0");
    assert.equal(bodies.get(lineOf(KITCHEN, "/*waits: lost*/"))?.leaked, 1);
  });

  it("have the state of what was made there, when that is asked for", async () => {
    await launch(KITCHEN);
    await linesUntil(KITCHEN, "the waiters", ({ waits }) => waits.some(({ count }) => count === 3));
    assert.deepEqual((await lines(KITCHEN)).primitives, []);
    const made = await adapter.until("the ring", async () => {
      const { primitives } = await lines(KITCHEN, true);
      return primitives.some(({ words }) => /queue/.test(words.join())) ? primitives : null;
    });
    assert.deepEqual(
      made.map(({ line, words }) => `${line} ${words.join()}`),
      [
        `${lineOf(KITCHEN, '"orders"')} orders ▱▱▱▱▱ 0/10 · 3 receive`,
        `${lineOf(KITCHEN, '"knife"')} knife held by ana · 1 queues`,
        `${lineOf(KITCHEN, '"pan"')} pan held by ben · 1 queues`,
      ],
    );
  });

  it("tell each task to whoever points at them, and the way to its row", async () => {
    await launch(KITCHEN);
    await linesUntil(KITCHEN, "the waiters", ({ waits }) => waits.some(({ count }) => count === 3));
    const at = { file: program(KITCHEN), line: lineOf(KITCHEN, "/*waits: waiter*/") };
    const { tasks, total } = (await adapter.customRequest("sluice/lineTasks", at)).body as LineTasksBody;
    assert.equal(total, 3);
    assert.deepEqual(
      tasks.map(({ label, state, count, start }) => `${label} ${state} ${count} ${start?.line}`),
      Array<string>(tasks.length).fill(tasks[0] === undefined ? "" : describeTask(tasks[0])),
    );
    const where = { ...at, task: tasks[0]?.task };
    const { path } = (await adapter.customRequest("sluice/locate", where)).body as LocateBody;
    assert.equal(path.length, 1);
  });

  it("is refused files that are none", async () => {
    await launch(KITCHEN);
    await assert.rejects(
      adapter.customRequest("sluice/lines", { files: "main.ts" }),
      /"files" must be a list/,
    );
  });
});

function describeTask({ label, state, count, start }: LineTasksBody["tasks"][number]): string {
  return `${label} ${state} ${count} ${start?.line}`;
}

describe("ten thousand tasks at a line", () => {
  it("are one line with what most of them wait for", async () => {
    const name = "behaviour/ten-thousand.mjs";
    await launch(name, { args: ["60000"] });
    const told = await linesUntil(name, "all of them", ({ waits }) =>
      waits.some(({ count }) => count > 9000),
    );
    assert.ok(told.waits.length < 10);
  });
});

describe("the tasks of a finding", () => {
  function marks(): string[] {
    const told = adapter.eventsOf("sluice/findings").at(-1)?.body as FindingsTold | undefined;
    return (told?.findings ?? []).flatMap(({ kind, marks }) =>
      marks.map(({ site, words, order }) => `${kind} ${site.line} ${words} [${order.join()}]`),
    );
  }

  it("have the order of a ring of locks", async () => {
    await launch(KITCHEN);
    await adapter.until("the ring", () => marks().some((mark) => mark.startsWith("lock-cycle")));
    assert.deepEqual(
      marks().filter((mark) => mark.startsWith("lock-cycle")),
      [
        `lock-cycle ${lineOf(KITCHEN, "/*waits: ana*/")} lock pan [1]`,
        `lock-cycle ${lineOf(KITCHEN, "/*waits: ben*/")} lock knife [2]`,
      ],
    );
  });

  it("have the order of a deadlock's lines", async () => {
    await launch("demo/orders.ts");
    await adapter.until("the deadlock", () => marks().length > 0);
    assert.deepEqual(marks(), ["deadlock 65 task mailer [1]", "deadlock 44 receive invoices [2]"]);
  });
});
