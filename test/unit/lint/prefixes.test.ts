/** Code is most of the time half written: every beginning of every fixture, and of code with JSX, is linted without a throw. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lintText, NO_OPTIONS } from "../../../server/lsp/lint.js";
import { fixtures } from "./fixtures.js";

const COMPONENT = `import { Mutex, chan, go, sleep } from "sluice";

const mu = new Mutex();

export function Clock({ ms, ...rest }) {
  const ticks = chan();
  go(async () => {
    for await (const tick of ticks) console.log(tick);
  });
  return (
    <>
      <button {...rest} onClick={async () => { mu.lock(); await ticks.send(<b>{ms}</b>); }}>
        {ms > 0 ? \`every \${ms}\` : <i title="never">never</i>}
      </button>
      {/* nothing */}
      <Later wait={() => sleep(ms)} />
    </>
  );
}
`;

const texts = [
  ...fixtures.map(
    ({ rule, text }) => ({ name: `the fixture of ${rule.code}`, language: "typescript", text }) as const,
  ),
  { name: "a component in JSX", language: "javascriptreact", text: COMPONENT },
  { name: "a component in TSX", language: "typescriptreact", text: COMPONENT },
] as const;

describe("every prefix", () => {
  for (const { name, language, text } of texts) {
    it(`of ${name}`, async () => {
      for (let length = 0; length < text.length; length++) {
        const prefix = text.slice(0, length);
        try {
          for (const { start, end } of (await lintText(prefix, language, NO_OPTIONS)).problems) {
            assert.ok(start <= end && end <= length);
          }
        } catch (error) {
          throw new Error(`after ${length} characters: …${prefix.slice(-60)}`, { cause: error });
        }
      }
    });
  }
});
