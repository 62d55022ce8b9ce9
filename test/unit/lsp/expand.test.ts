import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LanguageId } from "../../../server/lsp/languages.js";
import { expandAt } from "./apply.js";

interface Case {
  readonly name: string;
  readonly text: string;
  /** What stands above the inserted function, and any other line that changed. */
  readonly expected: string;
  readonly language?: LanguageId;
  readonly fileName?: string;
}

/** Everything but the pattern's own lines, which other tests look at. */
function surroundings(text: string): string {
  return text.replace(/^(async )?function stage[^]*?^\}/m, "STAGE");
}

const pipeImport = 'import { chan, go, type ReceiveChannel } from "sluice";';

const cases: readonly Case[] = [
  { name: "an empty file", text: "gopipe|", expected: `${pipeImport}\n\nSTAGE` },
  { name: "the cursor alone in an empty file", text: "|", expected: `${pipeImport}\n\nSTAGE` },
  {
    name: "after the last import",
    text: 'import a from "a";\nimport b from "b"; // why\n\na(b);\ngopipe|\n',
    expected: `import a from "a";\nimport b from "b"; // why\n${pipeImport}\n\na(b);\nSTAGE\n`,
  },
  {
    name: "an import over several lines",
    text: 'import {\n  a,\n  b,\n} from "a";\n\ngopipe|',
    expected: `import {\n  a,\n  b,\n} from "a";\n${pipeImport}\n\nSTAGE`,
  },
  {
    name: "after the shebang",
    text: "#!/usr/bin/env node\nmain();\ngopipe|",
    expected: `#!/usr/bin/env node\n${pipeImport}\n\nmain();\nSTAGE`,
  },
  {
    name: "after shebang, comment and directive",
    text: '#!/usr/bin/env node\n// What this is.\n"use strict";\n\nmain();\ngopipe|',
    expected: `#!/usr/bin/env node\n// What this is.\n"use strict";\n${pipeImport}\n\nmain();\nSTAGE`,
  },
  {
    name: "after a header comment",
    text: "/* Copyright */\n\nmain();\ngopipe|",
    expected: `/* Copyright */\n\n${pipeImport}\n\nmain();\nSTAGE`,
  },
  {
    name: "after a comment directly above the cursor",
    text: "// What this is.\ngopipe|\n",
    expected: `// What this is.\n\n${pipeImport}\n\nSTAGE\n`,
  },
  {
    name: "a comment that belongs to the first statement stays with it",
    text: "/** Starts it all. */\nfunction main() {}\ngopipe|",
    expected: `${pipeImport}\n\n/** Starts it all. */\nfunction main() {}\nSTAGE`,
  },
  {
    name: "after a comment for a tool, wherever the code begins",
    text: "// @ts-check\nmain();\ngopipe|",
    expected: `// @ts-check\n\n${pipeImport}\n\nmain();\nSTAGE`,
  },
  {
    name: "merged into the existing import",
    text: 'import { go } from "sluice";\ngopipe|',
    expected: 'import { go, chan, type ReceiveChannel } from "sluice";\nSTAGE',
  },
  {
    name: "merged into one of a name a line, with a trailing comma",
    text: 'import {\n    chan,\n    go,\n} from "sluice";\ngopipe|',
    expected: 'import {\n    chan,\n    go,\n    type ReceiveChannel,\n} from "sluice";\nSTAGE',
  },
  {
    name: "merged into an empty list",
    text: 'import {} from "sluice";\ngopipe|',
    expected: 'import { chan, go, type ReceiveChannel } from "sluice";\nSTAGE',
  },
  {
    name: "nothing to add",
    text: 'import { ReceiveChannel, chan, go, select } from "sluice";\ngopipe|',
    expected: 'import { ReceiveChannel, chan, go, select } from "sluice";\nSTAGE',
  },
  {
    name: "a type-only import takes the types, a new one the values",
    text: 'import type { Channel } from "sluice";\ngopipe|',
    expected:
      'import type { Channel, ReceiveChannel } from "sluice";\nimport { chan, go } from "sluice";\nSTAGE',
  },
  {
    name: "a namespace import stays as it is",
    text: 'import * as sluice from "sluice";\ngopipe|',
    expected: `import * as sluice from "sluice";\n${pipeImport}\nSTAGE`,
  },
  {
    name: "text that only looks like an import",
    text: "const text = `\nimport { chan } from 'sluice';\n`;\ngopipe|",
    expected: `${pipeImport}\n\nconst text = \`\nimport { chan } from 'sluice';\n\`;\nSTAGE`.replaceAll(
      '"',
      '"',
    ),
  },
  {
    name: "single quotes and no semicolons",
    text: "import a from 'a'\n\na()\ngopipe|",
    expected: "import a from 'a'\nimport { chan, go, type ReceiveChannel } from 'sluice'\n\na()\nSTAGE",
  },
  {
    name: "Windows line ends",
    text: 'import a from "a";\r\n\r\na();\r\ngopipe|',
    expected: `import a from "a";\r\n${pipeImport}\r\n\r\na();\r\nSTAGE`,
  },
  {
    name: "a name that is something else here",
    text: 'import { chan } from "other";\ngopipe|',
    expected:
      'import { chan } from "other";\nimport { chan as sluiceChan, go, type ReceiveChannel } from "sluice";\nSTAGE',
  },
  {
    name: "a name that is something else in another scope",
    text: "function f(chan: string) {\n  return chan;\n}\ngopipe|",
    expected: `${pipeImport}\n\nfunction f(chan: string) {\n  return chan;\n}\nSTAGE`,
  },
  {
    name: "JavaScript has no types to import",
    text: "gopipe|",
    expected: 'import { chan, go } from "sluice";\n\nSTAGE',
    language: "javascript",
  },
  {
    name: "CommonJS, merged",
    text: '"use strict";\nconst { chan } = require("sluice");\n\ngopipe|',
    expected: '"use strict";\nconst { chan, go } = require("sluice");\n\nSTAGE',
    language: "javascript",
  },
  {
    name: "CommonJS, a new line",
    text: '"use strict";\nconst fs = require("node:fs");\n\nfs.x();\ngopipe|',
    expected:
      '"use strict";\nconst fs = require("node:fs");\nconst { chan, go } = require("sluice");\n\nfs.x();\nSTAGE',
    language: "javascript",
  },
  {
    name: "CommonJS, a name that is something else here",
    text: 'const { go } = require("other");\ngopipe|',
    expected: 'const { go } = require("other");\nconst { chan, go: sluiceGo } = require("sluice");\nSTAGE',
    language: "javascript",
  },
  {
    name: "CommonJS by the file's name",
    text: "gopipe|",
    expected: 'const { chan, go } = require("sluice");\n\nSTAGE',
    language: "javascript",
    fileName: "file:///project/a.cjs",
  },
  {
    name: "JSX",
    text: "import React from \"react\";\n\nexport const A = () => <p title='x'>it&apos;s</p>;\ngopipe|",
    expected:
      'import React from "react";\nimport { chan, go } from "sluice";\n\nexport const A = () => <p title=\'x\'>it&apos;s</p>;\nSTAGE',
    language: "javascriptreact",
  },
  {
    name: "a file that is broken elsewhere",
    text: 'import a from "a";\nconst x = {;\nfunction (\ngopipe|\n',
    expected: `import a from "a";\n${pipeImport}\nconst x = {;\nfunction (\nSTAGE\n`,
  },
  {
    name: "the cursor at the end of the last import",
    text: 'import a from "a";|\na();\n',
    expected: `import a from "a";\n${pipeImport}\n\nSTAGE\na();\n`,
  },
  {
    name: "the cursor in front of code",
    text: "|main();\n",
    expected: `${pipeImport}\n\nSTAGE\nmain();\n`,
  },
  {
    name: "the cursor behind code",
    text: "main();|\n",
    expected: `${pipeImport}\n\nmain();\nSTAGE\n`,
  },
];

describe("expand: imports", () => {
  for (const { name, text, expected, language = "typescript", fileName } of cases) {
    it(name, async () => {
      assert.equal(surroundings(await expandAt(text, "gopipe", { language, fileName })), expected);
    });
  }
});

describe("expand: the body follows the file", () => {
  it("in four spaces, single quotes, no semicolons", async () => {
    const text = "import a from 'a'\n\nfunction f() {\n    if (a) {\n        a()\n    }\n}\n\ngopipe|\n";
    const expanded = await expandAt(text, "gopipe", { language: "javascript" });
    assert.equal(
      expanded.slice(expanded.indexOf("function stage")),
      `function stage(input, signal) {
    const output = chan(0)
    go.named('stage', async () => {
        try {
            for (let item = await input.next(signal); !item.done; item = await input.next(signal)) {
                await output.send(item.value.length, signal)
            }
        } catch (error) {
            if (!signal?.aborted) throw error // cancelled: end quietly, as a closed input would end it
        } finally {
            output.close()
        }
    })
    return output
}
`,
    );
  });

  it("in tabs where nothing is measured", async () => {
    assert.match(await expandAt("gopool|", "gopool", { language: "typescript" }), /\n\t\tworkers\.go/);
  });

  it("uses the names that the file gave to the library's", async () => {
    const text = 'import { chan as makeChannel, go } from "sluice";\ngopipe|';
    const expanded = await expandAt(text, "gopipe", { language: "typescript" });
    assert.match(expanded, /const output = makeChannel<number>\(0\);/);
    assert.match(expanded, /^import \{ chan as makeChannel, go, type ReceiveChannel \}/);
  });

  it("puts JavaScript's bare parameters on one line", async () => {
    const expanded = await expandAt("gopool|", "gopool", { language: "javascript" });
    assert.match(expanded, /^async function runPool\(jobs, results, work, signal\) \{$/m);
  });
});
