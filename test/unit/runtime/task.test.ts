import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { types } from "node:util";
import { chan, go } from "../../../tracer/runtime/index.js";
import { coded, settle } from "./support.js";

describe("go", () => {
  it("starts the body in a microtask, with the arguments of the call, in the order of the calls", async () => {
    const log: string[] = [];
    const body = (name: string, n: number): void => void log.push(name.repeat(n));
    const tasks = [go(body, "a", 1), go(body, "b", 2)];
    log.push("calls over");
    queueMicrotask(() => log.push("microtask after"));
    await Promise.all(tasks);
    assert.deepEqual(log, ["calls over", "a", "bb", "microtask after"]);
  });

  it("gives a native promise of what the body returns", async () => {
    const task = go(async function double(n: number) {
      await settle();
      return n * 2;
    }, 21);
    assert.ok(types.isPromise(task));
    assert.equal(Object.getPrototypeOf(task), Promise.prototype);
    assert.deepEqual(Object.keys(task), ["id", "name", "done"]);
    assert.equal(Promise.resolve(task), task);
    assert.equal(await task, 42);
  });

  it("names tasks after their functions, or as told, and counts them", async () => {
    const tasks = [go(function worker() {}), go(() => {}), go.named("job", function worker() {})];
    assert.deepEqual(
      tasks.map(({ name }) => name),
      ["worker", "(anonymous)", "job"],
    );
    assert.deepEqual(
      tasks.map(({ id }) => id - tasks[0]!.id),
      [0, 1, 2],
    );
    await Promise.all(tasks);
  });

  it("tells when the body has ended, whichever way, before who awaits it goes on", async () => {
    const gate = chan<boolean>();
    const body = async (): Promise<void> => {
      if (await gate.receive()) throw new Error("no");
    };
    for (const fails of [false, true]) {
      const task = go(body);
      await settle();
      assert.equal(task.done, false);
      await gate.send(fails);
      await task.catch(() => {});
      assert.equal(task.done, true);
    }
  });

  it("waits for a task that the body returns, or any thenable", async () => {
    const thenable: PromiseLike<string> = { then: (resolve) => Promise.resolve("then").then(resolve) };
    assert.equal(await go(() => go(() => "inner")), "inner");
    assert.equal(await go(() => thenable), "then");
  });

  it("fails with the very error that the body threw, untouched", async () => {
    const error = new Error("boom");
    const bodies = [
      (): never => {
        throw error;
      },
      (): Promise<never> => Promise.reject(error),
    ];
    for (const body of bodies) {
      await assert.rejects(go.named("worker", body), (thrown) => thrown === error);
    }
    assert.equal(error.message, "boom");
  });

  it("carries the caller's AsyncLocalStorage", async () => {
    const store = new AsyncLocalStorage<number>();
    assert.equal(await store.run(5, () => go(() => store.getStore())), 5);
  });

  it("runs functions only", () => {
    assert.throws(() => go(undefined as unknown as () => void), coded("INVALID_ARGUMENT"));
    assert.throws(() => go.named("x", 1 as unknown as () => void), coded("INVALID_ARGUMENT"));
  });
});

describe("an error that nobody takes", () => {
  const root = new URL("../../../", import.meta.url);

  /** Runs a program that has `go` at hand. */
  function run(program: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const library = JSON.stringify(new URL("tracer/runtime/index.ts", root).href);
    const source = `import { go } from ${library};\n${program}`;
    const argv = ["--import", "tsx", "--input-type=module", "--eval", source];
    return new Promise((resolve) => {
      execFile(process.execPath, argv, { cwd: fileURLToPath(root) }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      });
    });
  }

  it("ends the process, and the report names the task", async () => {
    const { code, stderr } = await run(`go.named("fetcher", async () => { throw new TypeError("boom"); });`);
    assert.equal(code, 1);
    assert.match(stderr, /TypeError: task "fetcher" failed: boom\n +at /);
  });

  it("reaches the program's own listener under the task's name", async () => {
    const { code, stdout } = await run(`
      const error = new Error("boom");
      process.on("unhandledRejection", (reason, promise) =>
        console.log(reason === error, promise === task, promise.name, reason.message));
      const task = go.named("fetcher", () => { throw error; });`);
    assert.equal(stdout, 'true true fetcher task "fetcher" failed: boom\n');
    assert.equal(code, 0);
  });

  it("still ends the process when the program has taken its listener away", async () => {
    const { code, stdout, stderr } = await run(`
      const listener = (reason) => console.log(reason.message);
      process.on("unhandledRejection", listener);
      go.named("first", () => { throw new Error("one"); });
      setTimeout(() => {
        process.off("unhandledRejection", listener);
        Promise.reject(new Error("two"));
        setTimeout(() => console.log("not reached"), 50);
      }, 5);`);
    assert.equal(stdout, 'task "first" failed: one\n');
    assert.match(stderr, /Error: two/);
    assert.equal(code, 1);
  });

  it("that was taken is left alone, even while another is reported", async () => {
    const { stdout } = await run(`
      process.on("uncaughtException", (error, origin) => console.log(origin, error.message));
      const taken = new Error("taken");
      await go(() => { throw taken; }).catch(() => {});
      go.named("lost", () => { throw new Error("lost one"); });
      setTimeout(() => console.log(taken.message), 5);`);
    assert.equal(stdout, 'unhandledRejection task "lost" failed: lost one\ntaken\n');
  });

  it("may be frozen or no error at all", async () => {
    const { stdout } = await run(`
      process.on("unhandledRejection", (reason, promise) => console.log(String(reason), promise.name));
      go.named("a", () => { throw Object.freeze(new Error("ice")); });
      go.named("b", () => { throw "text"; });
      go.named("c", () => { throw undefined; });`);
    assert.equal(stdout, "Error: ice a\ntext b\nundefined c\n");
  });
});
