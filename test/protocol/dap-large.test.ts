/** What is too large for the stream of a client that others wait for goes past it, in files that the client takes. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { unpack } from "../../client/views/large-bodies.js";
import { PAGE_SIZE } from "../../client/views/row-tree.js";
import type { RowsBody, Update } from "../../server/dap/protocol.js";
import { Adapter, BUILT } from "./support/adapter.js";
import { launchOf } from "./support/programs.js";

const WORKERS = 600;

let folder: string;
let bodies: string;
let program: string;
let adapter: Adapter;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-large-"));
  program = join(folder, "workers.mjs");
  await writeFile(
    program,
    `async function worker() { await new Promise((go) => setTimeout(go, 60_000)); }\n` +
      `for (let i = 0; i < ${WORKERS}; i++) worker();\n`,
  );
});
after(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  bodies = await mkdtemp(join(folder, "bodies-"));
});
afterEach(() => adapter.stop());

async function started(): Promise<void> {
  const wrapper = join(folder, "adapter.cjs");
  const argument = JSON.stringify(`--large-bodies=${bodies}`);
  await writeFile(wrapper, `process.argv.push(${argument});\nrequire(${JSON.stringify(BUILT)});\n`);
  adapter = await Adapter.start(process.env, undefined, wrapper);
  await adapter.begin("launch", { ...launchOf("behaviour/quiet.mjs"), program });
  await adapter.until("the tasks", () => (adapter.lastUpdate?.counts.live ?? 0) >= WORKERS);
}

/** The rows of a hundred tasks and more, as they come over the stream. */
async function workers(): Promise<{ body: unknown; count: number }> {
  const { rows } = await adapter.rows();
  const most = rows.find(({ label }) => /^worker ×\d{3}$/.test(label)) ?? assert.fail();
  const body = await adapter.rows({ parent: most.id, limit: WORKERS });
  return { body, count: Number(most.label.replace("worker ×", "")) };
}

describe("a large body", () => {
  it("is in a file, which is gone when it is taken", async () => {
    await started();
    const { body, count } = await workers();
    assert.ok("inFile" in (body as object));
    const { rows } = (await unpack(body)) as RowsBody;
    assert.equal(rows.length, count);
    await adapter.until("no file", async () => (await readdir(bodies)).length === 0);
  });

  it("is the last word of a big run as well", async () => {
    await started();
    await adapter.send("terminate");
    await adapter.ended();
    const last = adapter.eventsOf("sluice/update").at(-1)?.body as { inFile: string };
    const { ended } = JSON.parse(await readFile(last.inFile, "utf8")) as Update;
    const pages = ended?.views.tasks.pages ?? [];
    const groups = pages
      .flatMap(({ rows }) => rows)
      .flatMap(({ id, label }) => {
        const count = /^worker ×(\d+)$/.exec(label)?.[1];
        return count === undefined ? [] : [{ id, count: Number(count) }];
      });
    // However they were grouped in that moment.
    assert.ok(groups.length > 0);
    for (const { id, count } of groups) {
      const page = pages.find(({ parent }) => parent === id);
      assert.equal(page?.rows.length, Math.min(count, PAGE_SIZE));
    }
    const alone = pages.filter(({ parent }) => !groups.some(({ id }) => id === parent));
    const single = alone.flatMap(({ rows }) => rows).filter(({ label }) => label === "worker").length;
    assert.equal(
      groups.reduce((sum, { count }) => sum + count, single),
      WORKERS,
    );
  });

  it("takes the stream when the folder is gone", async () => {
    await started();
    await rm(bodies, { recursive: true });
    const { body, count } = await workers();
    assert.equal((body as RowsBody).rows.length, count);
  });
});
