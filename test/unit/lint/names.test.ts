/** The library under whatever name it came in, and names that only look like it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LanguageId } from "../../../server/lsp/languages.js";
import { lintText, NO_OPTIONS } from "../../../server/lsp/lint.js";

async function told(text: string, language: LanguageId = "typescript"): Promise<string[]> {
  return (await lintText(text, language, NO_OPTIONS)).problems.map(({ code, start }) => {
    const line = text.slice(0, start).split("\n").length;
    return `${line} ${code}`;
  });
}

describe("the library's names", () => {
  it("are known by another name, through a namespace, and from require", async () => {
    const expected = ["2 chan/missing-await"];
    assert.deepEqual(await told('import { sleep as pause } from "sluice";\npause(1);\n'), expected);
    assert.deepEqual(await told('import * as lib from "sluice";\nlib.sleep(1);\n'), expected);
    assert.deepEqual(await told('const { sleep } = require("sluice");\nsleep(1);\n', "javascript"), expected);
    assert.deepEqual(
      await told('const { sleep: pause } = require("sluice");\npause(1);\n', "javascript"),
      expected,
    );
    assert.deepEqual(await told('const lib = require("sluice");\nlib.sleep(1);\n', "javascript"), expected);
    assert.deepEqual(await told('const lib = await import("sluice");\nlib.sleep(1);\n'), expected);
    assert.deepEqual(await told('import lib = require("sluice");\nlib.sleep(1);\n'), expected);
  });

  it("are other things where something stands before them", async () => {
    assert.deepEqual(await told('import { sleep } from "elsewhere";\nsleep(1);\n'), []);
    assert.deepEqual(await told("sleep(1);\n"), []);
    assert.deepEqual(
      await told(
        'import { sleep } from "sluice";\nexport function f(sleep: (ms: number) => void) {\n  sleep(1);\n}\nawait sleep(1);\n',
      ),
      [],
    );
    assert.deepEqual(
      await told(
        'import { chan } from "sluice";\nlet ch = chan(1);\nch = other();\nch.send(1);\nfunction other() { return ch; }\n',
      ),
      [],
    );
  });

  it("are known by the type of a parameter and of a field", async () => {
    const text = `import type { Channel, Mutex } from "sluice";
import type * as lib from "sluice";
export function f(a: Channel<string>, b: lib.SendChannel<string>) {
  a.send("x");
  b.send("x");
}
export class C {
  constructor(readonly mu: Mutex) {}
  own!: Mutex;
  g() {
    this.own.lock();
  }
}
`;
    assert.deepEqual(await told(text), [
      "4 chan/missing-await",
      "5 chan/missing-await",
      "11 chan/missing-await",
    ]);
  });

  it("are found in JSX and TSX", async () => {
    const text =
      'import { sleep } from "sluice";\nexport const A = () => <b onClick={() => { sleep(1); }} />;\n';
    assert.deepEqual(await told(text, "typescriptreact"), ["2 chan/missing-await"]);
    assert.deepEqual(await told(text, "javascriptreact"), ["2 chan/missing-await"]);
  });
});
