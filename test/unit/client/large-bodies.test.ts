import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BodiesFolder, InOrder } from "../../../client/views/large-bodies.js";
import { existsSync } from "node:fs";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-large-"));
});
after(() => rm(folder, { recursive: true }));

describe("bodies of events", () => {
  it("are used at once, and in their order where one is in a file", async () => {
    const used: unknown[] = [];
    const inOrder = new InOrder();
    inOrder.take(1, (body) => void used.push(body));
    assert.equal(used.join(), "1");
    const inFile = join(folder, "2.json");
    await writeFile(inFile, "2");
    inOrder.take({ inFile }, (body) => void used.push(body));
    inOrder.take(3, (body) => void used.push(body));
    await new Promise<void>((done) => inOrder.take(4, () => done()));
    assert.equal(used.join(), "1,2,3");
    inOrder.take(5, (body) => void used.push(body));
    assert.equal(used.at(-1), 5);
  });

  it("that are lost hold up none of the others", async () => {
    const { error } = console;
    const told: unknown[] = [];
    console.error = (one: unknown) => told.push(one);
    try {
      const inOrder = new InOrder();
      inOrder.take({ inFile: join(folder, "none.json") }, () => assert.fail("lost"));
      await new Promise<void>((done) => inOrder.take(null, () => done()));
    } finally {
      console.error = error;
    }
    assert.match(String(told[0]), /ENOENT/);
  });

  it("have a folder that goes with whoever takes them", async () => {
    const bodies = new BodiesFolder();
    const { path } = bodies;
    await writeFile(join(path, "a.json"), "1");
    bodies.dispose();
    assert.ok(!existsSync(path));
  });
});
