/** Neither side believes the other: what makes no sense is refused. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pageHtml } from "../../../media/wire/html.js";
import { parseFromPage, parseQuestion, parseToPage } from "../../../media/wire/messages.js";

describe("what a page asks", () => {
  it("is taken when it makes sense, and nothing more of it", () => {
    assert.deepEqual(parseFromPage({ id: 1, ask: { kind: "graph", more: 1 } }), {
      id: 1,
      ask: { kind: "graph" },
    });
    assert.deepEqual(parseQuestion({ kind: "tasks", box: "s1", limit: 1e9 }), {
      kind: "tasks",
      box: "s1",
      limit: 1000,
    });
  });

  const wrong: readonly unknown[] = [
    null,
    { id: 1 },
    { id: -1, ask: { kind: "graph" } },
    { id: 1, ask: { kind: "run" } },
    { id: 1, ask: { kind: "open", place: { file: 7, line: 1, column: 1 } } },
    { id: 1, ask: { kind: "save", name: "../../x.svg", base64: "" } },
    { id: 1, ask: { kind: "save", name: "x.exe", base64: "" } },
    { id: 1, ask: { kind: "history", cursor: { run: "x", changes: "1" } } },
    { id: 1, ask: { kind: "show", page: "settings" } },
  ];
  for (const message of wrong) {
    it(`is refused when it is ${JSON.stringify(message)}`, () => {
      assert.throws(() => parseFromPage(message), /makes no sense/);
    });
  }

  it("is a wish that no server answers when it is one", () => {
    assert.throws(() => parseQuestion({ kind: "open", place: { file: "/a", line: 1, column: 1 } }));
  });
});

describe("what a page is told", () => {
  it("is refused when parts are missing", () => {
    assert.throws(() => parseToPage({ kind: "answer", id: 1, body: { edges: [], sites: [] } }));
    assert.throws(() => parseToPage({ kind: "other" }));
    assert.deepEqual(parseToPage({ kind: "answer", id: 1, body: null }), {
      kind: "answer",
      id: 1,
      body: null,
    });
  });
});

describe("the page", () => {
  it("allows its own script and nothing else", () => {
    const html = pageHtml({
      page: "graph",
      nonce: 'n"<',
      script: "g.js",
      styles: ["a.css"],
      styleSource: "'self'",
      connect: "'none'",
    });
    assert.match(html, /default-src 'none'/);
    assert.match(html, /script-src 'nonce-n&quot;&lt;'/);
    assert.doesNotMatch(html, /unsafe|<style|\son\w+=/);
  });
});
