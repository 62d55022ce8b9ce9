/** What the rewritings make of a text, which compiles under `strict` before and after. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import ts from "typescript";
import { TextDocument } from "vscode-languageserver-textdocument";
import { rewritingsAt } from "../../../server/lsp/refactors/code-actions.js";
import type { LanguageId } from "../../../server/lsp/languages.js";
import { CURSOR } from "./apply.js";

const root = join(import.meta.dirname, "../../..");
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache/refactors-"));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

interface Rewritten {
  readonly titles: readonly string[];
  readonly text: string;
}

async function rewrite(
  marked: string,
  name: string,
  language: LanguageId = "typescript",
): Promise<Rewritten> {
  const offset = marked.indexOf(CURSOR);
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const document = TextDocument.create("file:///project/a.ts", language, 1, text);
  const position = document.positionAt(offset);
  const actions = await rewritingsAt(document, {
    range: { start: position, end: position },
    context: { diagnostics: [], only: [`refactor.rewrite.sluice.${name}`] },
  });
  const edits = actions[0]?.edit?.changes?.[document.uri] ?? [];
  return { titles: actions.map(({ title }) => title), text: TextDocument.applyEdits(document, edits) };
}

const written: string[] = [];
/** To be compiled at the end, all in one program. */
function kept(text: string): string {
  const file = join(folder, `${written.length}.ts`);
  writeFileSync(file, text);
  written.push(file);
  return text;
}

async function refuses(name: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) assert.deepEqual((await rewrite(text, name)).titles, [], text);
}

const LOAD = "declare function load(id: number): Promise<string>;\ndeclare const ids: number[];\n";

describe("Promise.all of a map", () => {
  it("is bounded by a pool", async () => {
    const text = `export {};\n${LOAD}const texts = await Promise.a|ll(ids.map((id) => load(id)));\ntexts.at(0);\n`;
    const { titles, text: rewritten } = await rewrite(text, "boundAll");
    assert.deepEqual(titles, ["Bound how many of these run at a time"]);
    assert.match(
      kept(rewritten),
      /\nconst texts = await mapBounded\(ids, async \(id\) => load\(id\)\);\ntexts\.at\(0\);\n\nasync function mapBounded</,
    );
    const named = await rewrite(text.replace("(id) => load(id)", "load"), "boundAll");
    assert.match(kept(named.text), /mapBounded\(ids, async \(item\) => load\(item\)\);/);
    const again = await rewrite(
      rewritten.replace("texts.at", "await Promise.a|ll(ids.map(async (id) => id));\ntexts.at"),
      "boundAll",
    );
    assert.equal(kept(again.text).match(/function mapBounded/g)?.length, 1);
  });

  it("is left alone where the function looks at more than the item", async () => {
    await refuses("boundAll", [
      "Promise.a|ll(ids.map((id, index) => f(id, index)))",
      "Promise.a|ll([a(), b()])",
      "Promise.all|Settled(ids.map(f))",
      "all|(ids.map(f))",
    ]);
  });
});

describe("a loop that awaits", () => {
  it("becomes the turns of a pool", async () => {
    const text = `${LOAD}export async function main() {
  for| (const id of ids) {
    if (id < 0) continue;
    for (const letter of await load(id)) {
      if (letter === "x") break;
    }
  }
}
`;
    const { text: rewritten } = await rewrite(text, "poolLoop");
    assert.match(
      kept(rewritten),
      /  await mapBounded\(ids, async \(id\) => \{\n    if \(id < 0\) return;\n    for \(const letter of await load\(id\)\) \{\n      if \(letter === "x"\) break;\n    \}\n  \}\);\n\}\n\nasync function mapBounded</,
    );
  });

  it("over a channel is run by several tasks", async () => {
    const text = `import type { ReceiveChannel } from "sluice";
export async function serve(jobs: ReceiveChannel<number>) {
  for await (const job of jo|bs) {
    console.log(job);
  }
}
`;
    const { text: rewritten } = await rewrite(text, "poolLoop");
    assert.equal(
      kept(rewritten),
      `import type { ReceiveChannel } from "sluice";
import { ErrGroup } from "sluice";
export async function serve(jobs: ReceiveChannel<number>) {
  const workers = new ErrGroup("workers");
  for (let id = 1; id <= 4; id++) {
    await workers.go(async () => {
      for await (const job of jobs) {
        console.log(job);
      }
    });
  }
  await workers.wait();
}
`,
    );
  });

  it("is left alone where its body can end it, or awaits nothing", async () => {
    await refuses("poolLoop", [
      "async function f() { fo|r (const x of xs) { await g(x); break; } }",
      "async function f() { fo|r (const x of xs) { if (await g(x)) return x; } }",
      "async function f() { fo|r (const x of xs) { g(x); } }",
      "async function f() { fo|r (const x of xs) { go(async () => { await g(x); }); } }",
      "async function f() { a: for (;;) { fo|r (const x of xs) { await g(x); continue a; } } }",
      "function f() { fo|r (const x of xs) { await g(x); } }",
      "async function f() { fo|r (const x of xs) await g(x); }",
    ]);
  });
});

describe("awaits one after the other", () => {
  it("run in an errgroup", async () => {
    const text = `${LOAD}export async function main() {
  const first = await lo|ad(1);
  const second = await load(2);
  await load(3);
  return first + second;
}
`;
    const { text: rewritten } = await rewrite(text, "groupAwaits");
    assert.match(
      kept(rewritten),
      /^import \{ ErrGroup \} from "sluice";\n\n.*async function main\(\) \{\n  let first!: Awaited<ReturnType<typeof load>>;\n  let second!: Awaited<ReturnType<typeof load>>;\n  const group = new ErrGroup\(\);\n  await group\.go\(async \(\) => \{\n    first = await load\(1\);\n  \}\);\n  await group\.go\(async \(\) => \{\n    second = await load\(2\);\n  \}\);\n  await group\.go\(async \(\) => \{\n    await load\(3\);\n  \}\);\n  await group\.wait\(\);\n  return first \+ second;/s,
    );
    const untyped = await rewrite(
      "async function f() {\n  const a = await g();\n  const b = aw|ait h();\n}\n",
      "groupAwaits",
      "javascript",
    );
    assert.match(untyped.text, /\n  let a;\n  let b;\n  const group/);
  });

  it("get the group's context in place of the one that they have", async () => {
    const text = `import { type Context, sleep } from "sluice";
export async function main(ctx: Context) {
  await sleep(1, c|tx);
  await sleep(2, ctx);
}
`;
    const { text: rewritten } = await rewrite(text, "groupAwaits");
    assert.match(
      kept(rewritten),
      /const \[group, groupContext\] = ErrGroup\.withContext\(ctx\);\n  await group\.go\(async \(\) => \{\n    await sleep\(1, groupContext\);/,
    );
  });

  it("stay where one needs another", async () => {
    await refuses("groupAwaits", [
      "async function f() { const a = aw|ait g(); const b = await h(a); }",
      "async function f() { aw|ait g(); }",
      "async function f() { if (x) aw|ait g(); else await h(); }",
    ]);
    const text =
      "async function f() {\n  const a = await g();\n  const b = await h(a);\n  await i|();\n  await j();\n}\n";
    const { text: rewritten } = await rewrite(text, "groupAwaits", "javascript");
    assert.match(rewritten, /const a = await g\(\);\n  let b;\n/);
  });
});

describe("a listener", () => {
  it("hands on to a task by a channel", async () => {
    const text = `import { EventEmitter } from "node:events";
const source = new EventEmitter();
source.o|n("data", async (value: string) => {
  if (value === "") return;
  console.log(value);
});
`;
    const { text: rewritten } = await rewrite(text, "listenerToChannel");
    assert.equal(
      kept(rewritten),
      `import { EventEmitter } from "node:events";
import { chan, go } from "sluice";
const source = new EventEmitter();
const dataEvents = chan<string>(16, "data");
const onData = (value: string) => void (dataEvents.closed || dataEvents.trySend(value)); // dropped when the buffer is full
source.on("data", onData);
go.named("data", async () => {
  try {
    for await (const value of dataEvents) {
      if (value === "") continue;
      console.log(value);
    }
  } finally {
    source.off("data", onData); // closing the channel ends the task
  }
});
`,
    );
    const plain = await rewrite(
      "start()\ntarget.addEventL|istener('a b', () => f())\n",
      "listenerToChannel",
      "javascript",
    );
    assert.match(
      plain.text,
      /const aBEvents = chan\(16, 'a b'\)\nconst onAB = \(\) => void \(aBEvents\.closed \|\| aBEvents\.trySend\(true\)\)/,
    );
    assert.match(plain.text, /for await \(const _ of aBEvents\) f\(\)\n/);
    assert.match(plain.text, /target\.removeEventListener\('a b', onAB\)/);
  });

  it("that is a callback does so too", async () => {
    const text = `declare const prices: { subscribe(listener: (price: number) => void): void };
prices.sub|scribe((price: number) => {
  console.log(price);
});
setInterval(() => console.log("tick"), 1000);
`;
    const { text: rewritten } = await rewrite(text, "listenerToChannel");
    assert.match(
      kept(rewritten),
      /const subscribeEvents = chan<number>\(16, "subscribe"\);\nconst onSubscribe = .*\nprices\.subscribe\(onSubscribe\);\ngo\.named\("subscribe", async \(\) => \{\n  for await \(const price of subscribeEvents\) \{\n    console\.log\(price\);\n  \} \/\/ until the channel is closed\n\}\);\n/,
    );
    const ticks = await rewrite(text.replace("|", "").replace("setInt", "setInt|"), "listenerToChannel");
    assert.match(
      kept(ticks.text),
      /const tickEvents = chan<true>.*\nconst onTick = .*\nsetInterval\(onTick, 1000\);/,
    );
  });

  it("is left alone where its values have no type, or it returns something", async () => {
    await refuses("listenerToChannel", [
      'x.o|n("data", (value) => f(value));',
      'x.o|n("data", (a: string, b: string) => f(a, b));',
      'x.o|n("data", (a: string) => { return f(a); });',
      'x.o|n("data", (a: string) => { for (;;) { return; } });',
      'x.o|n("data", f);',
      "xs.for|Each((a: string) => f(a));",
      'x.on|ce("data", (a: string) => f(a));',
    ]);
  });
});

describe("a context", () => {
  it("is threaded through all who call", async () => {
    const text = `import { chan, go, select, sleep, tee } from "sluice";
const jobs = chan<number>();
async function work|er(id: number) {
  await sleep(10);
  await jobs.send(id);
  await select(jobs.onReceive());
  tee(jobs);
  go(async () => {
    await jobs.receive();
  });
}
const start = async () => {
  await worker(1);
};
export async function main() {
  await start();
  await go(worker, 2);
}
await main();
`;
    const { titles, text: rewritten } = await rewrite(text, "threadContext");
    assert.deepEqual(titles, ["Pass a context through to worker"]);
    assert.equal(
      kept(rewritten),
      `import { chan, go, select, sleep, tee, type Context, background } from "sluice";
const jobs = chan<number>();
async function worker(ctx: Context, id: number) {
  await sleep(10, ctx);
  await jobs.send(id, ctx);
  await select(jobs.onReceive(), ctx);
  tee(jobs, ctx);
  go(async () => {
    await jobs.receive(ctx);
  });
}
const start = async (ctx: Context) => {
  await worker(ctx, 1);
};
export async function main(ctx: Context) {
  await start(ctx);
  await go(worker, ctx, 2);
}
await main(background());
`,
    );
  });

  it("is not offered where a function is more than called, or has one", async () => {
    const start = 'import { sleep, type Context } from "sluice";\n';
    await refuses("threadContext", [
      `${start}async function f|() { await sleep(1); }\nlist.map(f);`,
      `${start}async function f|(ctx: Context) { await sleep(1); }`,
      `${start}async function f|() { await other(1); }`,
      `${start}async function f() { a|wait sleep(1); }`,
      `${start}const f| = x => sleep(x);`,
    ]);
  });
});

describe("what the rewritings make", () => {
  it("compiles under strict", () => {
    const { options } = ts.convertCompilerOptionsFromJson(
      {
        target: "es2022",
        lib: ["es2023", "esnext.disposable"],
        module: "nodenext",
        types: ["node"],
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: true,
        noEmit: true,
        paths: { sluice: [join(root, "tracer/runtime/index.ts")] },
      },
      folder,
    );
    const problems = ts.getPreEmitDiagnostics(ts.createProgram(written, options));
    assert.deepEqual(
      problems.map(({ file, messageText }) => [
        file?.text,
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ]),
      [],
    );
    assert.ok(written.length >= 9);
  });
});
