import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hoverAt } from "../../../../server/lsp/features/hover.js";
import { signatureHelpAt } from "../../../../server/lsp/features/signature-help.js";
import { marked } from "./marked.js";

async function hover(text: string): Promise<string> {
  const { syntax, offset, document } = await marked(text);
  const contents = hoverAt(syntax, offset, document)?.contents;
  return typeof contents === "object" && "value" in contents ? contents.value : "";
}

const IMPORT =
  'import { chan, go, Mutex, select, sleep, tee, withTimeout, background as root } from "sluice";\n';

describe("the hover", () => {
  it("on a method says until when it waits and who in the file ends that", async () => {
    const text = `${IMPORT}const jobs = chan<number>(4);
await jobs.se|nd(1);
for await (const job of jobs) work(job);
go(async () => {
  await jobs.receive();
  await jobs.receive();
});
jobs.close();`;
    const told = await hover(text);
    assert.match(told, /^`send\(value, cancel\?\): Promise<void>`/);
    assert.match(told, /\*\*Waits\*\* until a receiver takes the value or the buffer has room\./);
    assert.match(told, /\*\*Woken by\*\* a receive,/);
    assert.match(
      told,
      /In this file: sent to in line 3; received from in lines 4, 6 and 7; closed in line 9\./,
    );
    assert.match(
      await hover(text.replace("se|nd", "send").replace("jobs.close", "jo|bs.close")),
      /^channel `jobs`, capacity 4/,
    );
  });

  it("knows what it is called on by how that was made or annotated", async () => {
    for (const [declaration, expected] of [
      ["const x = new Mutex();\nx.lo|ck()", /^`lock\(/],
      ["const [x] = tee(other);\nx.rec|eive()", /^`receive\(/],
      ["const [x] = withTimeout(root(), 5);\nx.do|ne()", /^`done\(/],
      ["const [x] = withTimeout(root(), 5);\nx.done().rec|eive()", /^`receive\(/],
      ["const xs = names.map((name) => chan(1));\nfor (const x of xs) x.se|nd(1)", /^`send\(/],
      ["const xs = [chan(1)];\nxs[0].cl|ose()", /^`close\(/],
      ["sl|eep(5)", /\*\*Waits\*\* for at least/],
      ["ro|ot()", /^`background\(/],
      ["go.na|med('x', f)", /^`go\.named\(/],
    ] as const) {
      assert.match(await hover(IMPORT + declaration), expected, declaration);
    }
    const typed =
      'import type { ReceiveChannel } from "sluice";\nfunction f(x: ReceiveChannel<number>) { x.ne|xt(); }';
    assert.match(await hover(typed), /^`next\(/);
    const namespace = 'import * as sluice from "sluice";\nconst x = sluice.chan();\nx.se|nd(1);';
    assert.match(await hover(namespace), /^`send\(/);
    const required = 'const { chan } = require("sluice");\nconst x = chan();\nx.se|nd(1);';
    assert.match(await hover(required), /^`send\(/);
  });

  it("says nothing of what only looks like the library's", async () => {
    for (const text of [
      `${IMPORT}function f(chan: () => Socket) { const x = chan(); x.se|nd(1); }`,
      `${IMPORT}socket.se|nd(1);`,
      `${IMPORT}const x = chan();\n{ const x = new Socket(); x.se|nd(1); }`,
      `${IMPORT}const o = { chan: 1 };\no.ch|an`,
      "const x = chan();\nx.se|nd(1);",
      `${IMPORT}const x = new Mutex();\nx.constr|uctor`,
    ]) {
      assert.equal(await hover(text), "", text);
    }
  });
});

describe("the signature help", () => {
  async function help(text: string): Promise<string> {
    const { syntax, offset } = await marked(IMPORT + text);
    const found = signatureHelpAt(syntax, offset);
    if (!found) return "";
    const [signature] = found.signatures;
    const active = signature?.parameters?.[found.activeParameter ?? 0]?.label;
    return `${signature?.label ?? ""} @ ${String(active)}`;
  }

  it("shows which argument is being written", async () => {
    assert.equal(await help("chan(|)"), "chan<T>(capacity = 0, name?): Channel<T> @ capacity = 0");
    assert.equal(await help("chan(4, |)"), "chan<T>(capacity = 0, name?): Channel<T> @ name?");
    assert.equal(
      await help("withTimeout(root(), 50|"),
      "withTimeout(parent, ms, name?): [Context, cancel] @ ms",
    );
    assert.equal(await help("new Mutex(|)"), "new Mutex(name?) @ name?");
    assert.equal(
      await help("const x = chan();\nx.send(1, |"),
      "send(value, cancel?): Promise<void> @ cancel?",
    );
    assert.equal(await help("select(a, b, |)"), "select(...cases, cancel?): Promise @ ...cases");
  });

  it("is silent outside of the parentheses and inside of a function", async () => {
    for (const text of ["chan|(4)", "chan(4)|", "go(() => { | })", "other(|)"])
      assert.equal(await help(text), "", text);
  });
});
