import type { FileAnalysis } from "../analysis/file.js";
import type { FunctionNode, Loop } from "../analysis/nodes.js";
import type { Binding } from "../analysis/names.js";
import { startsTask } from "../analysis/tasks.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const capturedVar: Rule = {
  code: "task/captured-var",
  severity: "warning",
  title: "A task uses a loop's variable, which moves on before the task runs",
  why: "A variable that is declared with `var`, or before the loop, is one for all turns. The task starts later, and finds in it what the last turn left there.",
  wrong: `import { go } from "sluice";

export function all(work: (index: number) => Promise<void>): void {
  for (var index = 0; index < 10; index++) {
    go(async () => await work(index));
  }
}
`,
  right: `import { go } from "sluice";

export function all(work: (index: number) => Promise<void>): void {
  for (let index = 0; index < 10; index++) {
    go(async () => await work(index));
  }
}
`,
  eslint: "no-loop-func",
  needsLibrary: false,
  check(file, tell) {
    for (const call of file.calls) {
      const fn = laterFunction(file, call);
      const loops = fn ? file.nodes.loopsAround(call) : [];
      if (!fn || loops.length === 0 || isOver(file, call, loops)) continue;
      for (const binding of movingNames(file, loops)) {
        const used = binding.references.find(({ node }) => file.nodes.contains(fn, node));
        const writes = binding.references.some(
          ({ node, access }) => access !== "read" && file.nodes.contains(fn, node),
        );
        if (!used || writes || file.nodes.contains(fn, binding.declaration)) continue;
        tell({
          node: used.node,
          message: `${binding.name} is one for all turns of the loop: when this runs, it holds what the last turn left`,
          related: { node: binding.declaration, message: "it is declared here" },
          fixes: () => declareWithLet(file, binding, loops),
        });
      }
    }
  },
};

const LATER: ReadonlySet<string> = new Set(["setTimeout", "setImmediate", "queueMicrotask"]);

/** The function, written here, that a call has run when the loop has gone on. */
function laterFunction(file: FileAnalysis, call: ts.CallExpression): FunctionNode | undefined {
  const { ts: api, nodes } = file;
  const callee = nodes.bare(call.expression);
  const started =
    startsTask(file, call) ??
    (api.isIdentifier(callee) && LATER.has(callee.text) ? call.arguments[0] : undefined);
  const fn = started && nodes.bare(started);
  return fn && nodes.isFunction(fn) ? fn : undefined;
}

/** The loop waits for it, or is over with it. */
function isOver(file: FileAnalysis, call: ts.CallExpression, loops: readonly Loop[]): boolean {
  const { ts: api, nodes } = file;
  const [loop] = loops;
  for (let one: ts.Node = call; one !== loop; one = one.parent) {
    if (api.isAwaitExpression(one) || api.isReturnStatement(one) || api.isFunctionLike(one)) return true;
    if (!api.isStatement(one) || api.isBlock(one)) continue;
    const last = nodes.siblingsOf(one)?.at(-1);
    if (last && (api.isReturnStatement(last) || api.isBreakStatement(last) || api.isThrowStatement(last)))
      return true;
  }
  return false;
}

/** Variables that each turn of a loop sets anew, and that are one for all turns. */
function movingNames(file: FileAnalysis, loops: readonly Loop[]): Binding[] {
  return file.once(variableNames).filter((binding) => loops.some((loop) => moves(file, loop, binding)));
}

function variableNames(file: FileAnalysis): Binding[] {
  return file.names.bindings.filter(
    ({ kind, references }) =>
      kind === "var" || (kind === "let" && references.some(({ access }) => access !== "read")),
  );
}

function moves(file: FileAnalysis, loop: Loop, { kind, declaration, references }: Binding): boolean {
  const { ts: api, nodes } = file;
  const isInside = nodes.contains(loop, declaration);
  if (kind === "let" && isInside) return false;
  const heads: (ts.Node | undefined)[] = api.isForStatement(loop)
    ? [loop.incrementor]
    : api.isWhileStatement(loop)
      ? [loop.expression]
      : api.isForOfStatement(loop) || api.isForInStatement(loop)
        ? [loop.initializer]
        : [];
  const inHead = (node: ts.Node): boolean => heads.some((head) => head && nodes.contains(head, node));
  return (
    (kind === "var" && inHead(declaration)) ||
    references.some(({ node, access }) => access !== "read" && inHead(node))
  );
}

function declareWithLet(
  file: FileAnalysis,
  { kind, declaration, references }: Binding,
  loops: readonly Loop[],
): Fix[] {
  const list = declaration.parent.parent;
  const loop = loops.find((one) => file.nodes.contains(one, declaration));
  if (kind !== "var" || !loop || !file.ts.isVariableDeclarationList(list) || list.parent !== loop) return [];
  if (references.some(({ node }) => !file.nodes.contains(loop, node))) return [];
  const start = file.nodes.start(list);
  const changes = [{ start, end: start + "var".length, newText: "let" }];
  return [
    {
      title: `Declare ${declaration.text} with let: one for each turn`,
      kind: "quickfix",
      preferred: true,
      changes,
    },
  ];
}
