/** Every form of waiting: which task, which wait, which stack, to the column, the same on every Node. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Report } from "../../server/cli/report.js";
import { nodes } from "./support/nodes.js";
import { sluiceRun } from "./support/sluice.js";

/** `task <- parent: what it waits for: stack, innermost first` */
const EXPECTED = `
call <- : promise: call 6:3
variable <- : promise: variable 10:3
member <- : promise: member 13:20
arrowCall <- : promise: (anonymous) 18:5 < arrowCall 17:3
generators <- : promise: inner 23:3 < outer 26:3 < generators 29:20
returnAwait <- : promise: call 6:3 < returnAwait 32:10
returnPromise <- : promise: call 6:3
all <- : all: all 38:3
call <- all: promise: call 6:3
any <- : race: any 43:3
call <- any: promise: call 6:3
race <- : race: race 46:3
methods <- : promise: other 53:5 < method 50:5 < methods 66:3
statics <- : promise: fixed 56:5 < statics 69:3
privates <- : promise: #hidden 59:5 < privates 72:3
inCatch <- : promise: inCatch 79:5
thenable <- : promise: thenable 83:3
chained <- : promise: chained 86:3
chainedCall <- : promise: call 6:3 < chainedCall 92:3
passed <- : promise: (anonymous) 96:5 < run 100:3 < passed 95:3
afterTimer <- : promise: afterTimer 104:3
inLoop <- : promise: inLoop 108:18
sharedWait <- : promise: sharedWait 113:3
notAwaited <- : promise: notAwaited 117:3
call <- notAwaited: promise: call 6:3
inTimer <- : promise: inTimer 147:3
(anonymous) <- : promise: (anonymous) 150:3
inTick <- : promise: inTick 153:3
inThen <- : promise: inThen 156:3
`;

function lines(report: Report): string[] {
  const nameOf = (id: number | null): string => report.tasks.find((task) => task.id === id)?.name ?? "";
  return report.tasks.map(({ name, parent, wait, stack }) => {
    const frames = stack.map((site) => `${site.function} ${site.line}:${site.column}`).join(" < ");
    return `${name} <- ${nameOf(parent)}: ${wait?.op ?? "running"}: ${frames}`;
  });
}

for (const node of nodes) {
  describe(`forms of waiting on Node ${node.version}`, () => {
    it("are all told, and told exactly", async () => {
      const { report } = await sluiceRun(node.path, "behaviour/forms.mjs");
      assert.deepEqual(lines(report).sort(), EXPECTED.trim().split("\n").sort());
    });

    it("are followed through promises that stand for others", async () => {
      const { report } = await sluiceRun(node.path, "behaviour/followed.mjs");
      const nameOf = (id: number | null): string => report.tasks.find((task) => task.id === id)?.name ?? "";
      const waits = report.tasks.map(({ name, wait, stack }) => {
        const target = wait?.task == null ? "" : ` ${nameOf(wait.task)}`;
        return `${name}: ${wait?.op ?? ""}${target}, ${stack.map((site) => site.line).join(" < ")}`;
      });
      assert.deepEqual(waits.sort(), [
        "load: promise, 5",
        "load: promise, 5",
        "viaAll: promise, 5 < 17",
        "viaResolve: task load, 11",
        "viaThen: task load, 8",
      ]);
    });

    it("tell where each task was started", async () => {
      const { report } = await sluiceRun(node.path, "behaviour/forms.mjs");
      const all = report.tasks.find((task) => task.name === "all");
      assert.deepEqual(
        report.tasks.filter((task) => task.parent === all?.id).map((task) => task.created[0]?.line),
        [38],
      );
      assert.equal(all?.created[0]?.line, 144);
    });
  });
}
