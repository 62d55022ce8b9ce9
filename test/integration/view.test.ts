/** `sluice view` as its user meets it, and as a stranger on the same machine does. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import type { GraphFacts } from "../../media/wire/facts.js";

const root = resolve(import.meta.dirname, "../..");
const command = join(root, "dist/npm/sluice.cjs");
const program = join(root, "test/programs/flow/slow-third.mjs");

let folder: string;
let recording: string;
const children: ChildProcess[] = [];

function sluice(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [command, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

/** The address that it prints. */
async function view(what: string): Promise<{ child: ChildProcess; url: URL }> {
  const child = sluice("view", what);
  for await (const text of child.stdout ?? []) return { child, url: new URL(String(text).trim()) };
  throw new Error("no address");
}

function ask(url: URL, question: unknown, search = url.search): Promise<Response> {
  return fetch(new URL(`/ask${search}`, url), { method: "POST", body: JSON.stringify(question) });
}

async function outcome(...args: readonly string[]): Promise<{ code: unknown; text: string }> {
  const child = sluice(...args);
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const [code] = (await once(child, "close")) as [number];
  return { code, text };
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-view-"));
  recording = join(folder, "kept.sluice");
  const { code } = await outcome("run", "--quiet", "--record", recording, program, "10");
  assert.equal(code, 0);
});
afterEach(() => {
  for (const child of children) child.kill();
});
after(() => rm(folder, { recursive: true, force: true }));

describe("sluice view", () => {
  it("serves both pages of a recording, and answers them", async () => {
    const { url } = await view(recording);
    for (const page of ["graph", "timeline"]) {
      const response = await fetch(new URL(`/${page}${url.search}`, url));
      assert.equal(response.status, 200);
      assert.match(await response.text(), /default-src 'none'/);
      for (const asset of [`${page}.js`, "page.css", "standalone.css"]) {
        assert.equal((await fetch(new URL(`/${asset}${url.search}`, url))).status, 200);
      }
    }
    const facts = (await (await ask(url, { kind: "graph" })).json()) as GraphFacts;
    assert.deepEqual(
      facts.sites.slice(1).map(({ name }) => name),
      ["fetchPages", "parse", "resize", "store"],
    );
    assert.equal((await ask(url, { kind: "run" })).status, 400);
  });

  it("gives nothing to who lacks the token, or comes by another name", async () => {
    const { url } = await view(recording);
    const tokens = ["", "?token=", `?token=${"x".repeat(32)}`, `${url.search}x`];
    for (const search of tokens) {
      for (const path of ["/graph", "/graph.js", "/", "/nothing"]) {
        assert.equal((await fetch(new URL(path + search, url))).status, 403, path + search);
      }
      assert.equal((await ask(url, { kind: "graph" }, search)).status, 403);
    }
    const status = await new Promise((done, fail) => {
      const options = {
        host: "127.0.0.1",
        port: url.port,
        path: `/graph${url.search}`,
        headers: { host: "evil.example" },
      };
      get(options, (response) => done(response.resume().statusCode)).on("error", fail);
    });
    assert.equal(status, 403);
  });

  it("shows a run as it stood at an earlier time, and again as it is", async () => {
    const { url } = await view(recording);
    const takenBy = async (): Promise<{ takes: number; pastMs: number | null }> => {
      const { primitives, run } = (await (await ask(url, { kind: "graph" })).json()) as GraphFacts;
      const takes = primitives.find(({ name }) => name === "resized")?.takes ?? 0;
      return { takes, pastMs: run.pastMs };
    };
    assert.deepEqual(await takenBy(), { takes: 10, pastMs: null });
    assert.equal((await ask(url, { kind: "look", atMs: 200 })).status, 200);
    const then = await takenBy();
    assert.equal(then.pastMs, 200);
    assert.ok(then.takes < 10, `${then.takes}`);
    await ask(url, { kind: "look", atMs: null });
    assert.deepEqual(await takenBy(), { takes: 10, pastMs: null });
  });

  it("follows a traced process", async () => {
    const traced = spawn(process.execPath, ["--import", join(root, "dist/npm/register.mjs"), program], {
      stdio: "ignore",
    });
    children.push(traced);
    await once(traced, "spawn");
    const url = await untilViewed(`${traced.pid}`);
    const factsOf = async (): Promise<GraphFacts> =>
      (await (await ask(url, { kind: "graph" })).json()) as GraphFacts;
    let facts = await factsOf();
    while (facts.sites.length < 5) facts = await factsOf();
    assert.equal(facts.run.state, "live");
    const before = facts.primitives[0]?.takes ?? 0;
    while ((facts.primitives[0]?.takes ?? 0) <= before) facts = await factsOf();
    traced.kill();
    await once(traced, "close");
    while (facts.run.state === "live") facts = await factsOf();
    assert.equal(facts.run.state, "ended");
  });

  it("ends by Ctrl-C and leaves its port", async () => {
    const { child, url } = await view(recording);
    child.kill("SIGINT");
    assert.deepEqual(await once(child, "close"), [0, null]);
    const again = createServer().listen(Number(url.port), "127.0.0.1");
    await once(again, "listening");
    again.close();
  });

  it("says in one line what it cannot show", async () => {
    for (const [args, code, words] of [
      [["view"], 64, /give one recording or process/],
      [["view", join(folder, "none.sluice")], 65, /there is no file/],
      [["view", program], 65, /not a Sluice recording/],
      [["view", `${process.pid}`], 65, /it does not run under Sluice/],
    ] as const) {
      const { code: ended, text } = await outcome(...args);
      assert.equal(ended, code, text);
      assert.match(text, words);
      assert.equal(text.trim().split("\n").length, 1);
    }
  });
});

/** The tracer takes a moment before it can be followed. */
async function untilViewed(pid: string): Promise<URL> {
  for (;;) {
    const child = sluice("view", pid);
    for await (const text of child.stdout ?? []) return new URL(String(text).trim());
  }
}
