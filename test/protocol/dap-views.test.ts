/** What the views ask beyond the tree of tasks: looks, primitives, findings as problems, recordings, proofs. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { promisify } from "node:util";
import type { FindingsTold, LocateBody, Row, TaskLook } from "../../server/dap/protocol.js";
import { Adapter } from "./support/adapter.js";
import { launchOf, program, root } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

async function launch(name: string, rest: object = {}): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, rest));
}

const LOOK: TaskLook = { groupBy: "parent", filter: "", packages: "fold", pinned: [] };

async function tasks(look: Partial<TaskLook>, parent: string | null = null): Promise<readonly Row[]> {
  const asked = { view: "tasks", parent, look: { ...LOOK, ...look } };
  const response = await adapter.customRequest("sluice/rows", asked);
  return (response.body as { rows: Row[] }).rows;
}

async function primitive(name: string, accept: (row: Row) => boolean): Promise<Row> {
  return adapter.until(`${name} as it should be`, async () => {
    const categories = (await adapter.rows({ view: "primitives" })).rows;
    for (const { id } of categories) {
      const { rows } = await adapter.rows({ view: "primitives", parent: id });
      const row = rows.find(({ label }) => label === name);
      if (row !== undefined && accept(row)) return row;
    }
    return null;
  });
}

function lastFindings(): FindingsTold["findings"] {
  return (adapter.eventsOf("sluice/findings").at(-1)?.body as FindingsTold | undefined)?.findings ?? [];
}

describe("a program with one primitive of each kind", () => {
  const file = "behaviour/primitives.mjs";

  it("shows its channels with fill, queue and rate, its locks with holder and queue, its limits and groups", async () => {
    await launch(file);
    await primitive("jobs", ({ brief }) => /^▰{5} 5\/5 full( · 1 sends)? · \d\d\/s$/.test(brief));
    await primitive("results", ({ brief }) => /\d\d\/s$/.test(brief));
    await primitive("cache", ({ brief }) => brief === "held by refresher · 7 queue");
    await primitive("disk", ({ brief }) => brief === "2/2 held · 2 queue");
    await primitive("batch", ({ brief }) => brief === "2 to go · 1 waits");
    const cache = await primitive("cache", () => true);
    const { rows } = await adapter.rows({ view: "primitives", parent: cache.id });
    assert.deepEqual(
      rows.map(({ label, brief }) => `${label}: ${brief}`),
      ["refresher: holds it · receive idle", "reader ×7: lock cache"],
    );
  });

  it("has alike tasks as one thread, or each as its own", async () => {
    await launch(file);
    const readers = async (): Promise<string[]> =>
      (await adapter.threads()).flatMap(({ name }) =>
        name.startsWith("reader") ? [name.split(" · ")[0]!] : [],
      );
    await adapter.until("readers as one thread", async () => (await readers()).join() === "reader ×7");
    const told = adapter.waitForEvent("invalidated");
    await adapter.customRequest("sluice/toggleThreads", { toggle: "grouped" });
    assert.deepEqual((await told).body, { areas: ["threads"] });
    assert.deepEqual(await readers(), Array<string>(7).fill("reader"));
    await adapter.customRequest("sluice/toggleThreads", { toggle: "grouped" });
    assert.deepEqual(await readers(), ["reader ×7"]);
    await assert.rejects(
      adapter.customRequest("sluice/toggleThreads", { toggle: "nothing" }),
      /"toggle" must be "grouped" or "packages"/,
    );
  });

  it("shows its contexts as a tree, and who goes on after a cancel", async () => {
    await launch(file);
    const context = await primitive("request", ({ brief }) => brief === "cancelled · 2 go on");
    const { rows } = await adapter.rows({ view: "primitives", parent: context.id });
    assert.deepEqual(
      rows.map(({ label, brief }) => `${label}: ${brief}`),
      ["query: cancelled", "straggler: receive idle", "straggler: receive idle"],
    );
    await primitive("nightly", ({ brief }) => /^until \d\d:\d\d:\d\d$/.test(brief));
  });

  it("shows its tasks grouped, filtered and pinned, and the row of a line", async () => {
    await launch(file);
    await adapter.until("the readers", async () => (await tasks({ filter: "reader cache" })).length === 1);
    const groups = await tasks({ groupBy: "wait", filter: "lock" });
    assert.deepEqual(
      groups.map(({ label, brief }) => `${label}: ${brief}`),
      ["lock cache: 7 tasks: reader"],
    );
    const writer = (await tasks({ groupBy: "site", filter: "writer" }))[0];
    assert.equal(writer?.label, "primitives.mjs:38");
    const [first] = await tasks({ groupBy: "site" }, writer.id);
    const pinned = await tasks({ pinned: [first?.task ?? 0] }, "pinned");
    assert.deepEqual(
      pinned.map(({ label, place, start }) => `${label} ${place?.site.line} ${start?.line}`),
      ["writer 38 65"],
    );
    const at = { file: program(file), line: 33, look: LOOK };
    const { path } = (await adapter.customRequest("sluice/locate", at)).body as LocateBody;
    assert.match(path.at(-1)?.id ?? "", /^f1\/reader/);
  });

  it("is refused a look that makes no sense", async () => {
    await launch(file);
    const asked = { view: "tasks", parent: null, look: { ...LOOK, groupBy: "colour" } };
    await assert.rejects(adapter.customRequest("sluice/rows", asked), /"look" makes no sense/);
  });
});

describe("findings", () => {
  it("are told with the places of their tasks", async () => {
    await launch("kernels/channel-deadlock.mjs");
    await adapter.ended();
    const [finding, ...others] = lastFindings();
    assert.equal(others.length, 0);
    assert.equal(`${finding?.kind} ${finding?.severity} ${finding?.site.line}`, "deadlock error 16");
    assert.deepEqual(
      finding?.places.map(({ words, site }) => `${words} ${site.line}`),
      [
        "main: waiting to send on jobs (2/2) 16",
        ...Array<string>(3).fill("worker: waiting to send on results 10"),
      ],
    );
  });

  it("are not told where a comment, or the configuration, silences them", async () => {
    await launch("warnings/silenced.mjs");
    await adapter.ended();
    const leaks = lastFindings().map(({ kind, site }) => `${kind} ${site.line}`);
    await adapter.stop();
    await launch("kernels/channel-deadlock.mjs", { ignore: ["deadlock:**/kernels/*.mjs"] });
    await adapter.ended();
    // The other one is silenced.
    assert.deepEqual(leaks, ["leak 13"]);
    assert.deepEqual([adapter.lastUpdate?.findings, lastFindings().length], [0, 0]);
    assert.equal(adapter.output("console"), "The program exited with code 0.\n");
  });
});

describe("a recording that was kept", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "sluice-recording-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  it("is shown as it stood at its end", async () => {
    const recording = join(folder, "a.sluice");
    const script = program("kernels/channel-deadlock.mjs");
    const command = [join(root, "dist/npm/sluice.cjs"), "run", "--quiet", "--record", recording, script];
    await promisify(execFile)(process.execPath, command).catch(() => undefined);
    adapter = await Adapter.start();
    await adapter.begin("attach", { recording });
    const update = await adapter.until("the update", () => adapter.lastUpdate);
    assert.deepEqual(update.recording, { file: recording, program: script, how: "exited with code 0" });
    assert.equal(update.findings, 1);
    assert.equal(lastFindings()[0]?.kind, "deadlock");
    assert.equal((await tasks({ groupBy: "state" }))[0]?.label, "Stuck");
    const main = (await adapter.tree())[0];
    assert.equal(main?.age?.kind, "lasted");
    await adapter.terminateRequest();
    await adapter.ended();
    assert.equal(adapter.lastUpdate?.ended?.views.findings.pages[0]?.rows.length, 1);
    assert.equal(adapter.lastUpdate.ended.tasksBy.state.pages[0]?.rows[0]?.label, "Stuck");
  });

  it("is refused when it is not there, or none", async () => {
    adapter = await Adapter.start();
    const missing = join(folder, "missing.sluice");
    assert.match(
      await adapter.refusal("attach", { recording: missing }),
      /There is no recording .*missing\.sluice/,
    );
    await adapter.stop();
    const text = join(folder, "text.sluice");
    await writeFile(text, "hello");
    adapter = await Adapter.start();
    assert.match(await adapter.refusal("attach", { recording: text }), /text\.sluice cannot be read: /);
  });
});

describe("leaks", () => {
  it("are proved when that is asked for, in a heap that is left alone otherwise", async () => {
    await launch("behaviour/big-heap-leak.mjs");
    await adapter.until("the task", async () => (await tasks({})).length > 0);
    assert.equal(adapter.lastUpdate?.findings, 0);
    await adapter.customRequest("sluice/proveLeaks", {});
    await adapter.until("the leak", () => adapter.lastUpdate?.findings === 1);
    assert.equal(lastFindings()[0]?.kind, "leak");
  });
});
