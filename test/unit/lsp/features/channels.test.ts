import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DocumentHighlightKind } from "vscode-languageserver-protocol";
import { prepareCallHierarchy, startedBy, starts } from "../../../../server/lsp/features/call-hierarchy.js";
import { highlightsAt } from "../../../../server/lsp/features/highlights.js";
import { inlayHints } from "../../../../server/lsp/features/inlay-hints.js";
import { marked } from "./marked.js";

const IMPORT =
  'import { background, chan, ErrGroup, go, Semaphore, WaitGroup, withCancel, withTimeout } from "sluice";\n';

describe("the highlights of a channel", () => {
  async function highlights(text: string): Promise<string[]> {
    const { syntax, offset, document } = await marked(text);
    return highlightsAt(syntax, offset, document).map(({ range, kind }) => {
      const name =
        kind === DocumentHighlightKind.Write ? "send" : kind === DocumentHighlightKind.Read ? "receive" : "-";
      return `${document.getText(range)} ${name}`;
    });
  }

  it("tie its sends, receives and close, and leave out a namesake", async () => {
    const text = `${IMPORT}const jobs = chan();
jobs.send(1);
function f(jobs) { jobs.send(2); }
await select(jobs.onReceive(), jobs.onSend(1));
for await (const job of jobs) {}
hand(jobs);
jobs.cl|ose();`;
    assert.deepEqual(await highlights(text), [
      "jobs -",
      "jobs.send send",
      "jobs.onReceive receive",
      "jobs.onSend send",
      "jobs receive",
      "jobs -",
      "jobs.close -",
    ]);
    assert.deepEqual(await highlights("const jobs = [];\njo|bs.push(1);"), []);
  });
});

describe("the inlay hints", () => {
  it("repeat at each use what the declaration says", async () => {
    const { syntax, document } = await marked(`${IMPORT}const jobs = chan(16);
const signals = chan();
const permits = new Semaphore(8);
const [outer] = withTimeout(background(), 5000);
const [inner] = withCancel(outer);
const [root] = withCancel(background());
jobs.send(1);
signals.receive(inner);
permits.acquire();
f(root);|`);
    const text = document.getText();
    const found = inlayHints(syntax, 0, text.length, document).map(({ position, label }) => {
      const end = document.offsetAt(position);
      return `${/\w+$/.exec(text.slice(0, end))?.[0] ?? ""} ${typeof label === "string" ? label : ""}`;
    });
    assert.deepEqual(found, ["outer ≤ 5 s", "jobs ⟨16⟩", "signals ⟨0⟩", "inner ≤ 5 s", "permits ⟨8⟩"]);
  });
});

describe("the call hierarchy", () => {
  const text = `${IMPORT}async function worker(id) {}
function main() {
  go(worker, 1);
  go.named("second", () => worker(2));
  const group = new WaitGroup();
  group.go(async () => { await worker(3); });
  const [errors] = ErrGroup.withContext(background());
  errors.go(worker);
}
go(main);
worker(4);
`;

  it("tells by whom a function is started", async () => {
    const { syntax, offset, document } = await marked(text.replace("function worker", "function wor|ker"));
    const [item] = prepareCallHierarchy(syntax, offset, document);
    assert.equal(item?.name, "worker");
    const callers = startedBy(syntax, document.offsetAt(item.selectionRange.start), document);
    assert.deepEqual(
      callers.map(({ from, fromRanges }) => [from.name, fromRanges.map((range) => document.getText(range))]),
      [["main", ["go", "go.named", "errors.go"]]],
    );
  });

  it("tells what a function and the file start", async () => {
    const { syntax, offset, document } = await marked(text.replace("function main", "function ma|in"));
    const started = starts(syntax, offset, document);
    assert.deepEqual(
      started.map(({ to, fromRanges }) => `${to.name} ${fromRanges.length}`),
      ["worker 3", "(anonymous) 1"],
    );
    const [file] = startedBy(syntax, offset, document);
    assert.equal(file?.from.name, "a.ts");
    const byFile = starts(syntax, document.offsetAt(file.from.selectionRange.start), document);
    assert.deepEqual(
      byFile.map(({ to }) => to.name),
      ["main"],
    );
  });
});
