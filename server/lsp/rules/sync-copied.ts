import type { FileAnalysis } from "../analysis/file.js";
import { replace } from "../analysis/rewrite.js";
import type { Kind } from "../library/kinds.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const copied: Rule = {
  code: "sync/copied",
  severity: "warning",
  title: "A lock, channel or group is copied",
  why: "Spread, `Object.assign`, `structuredClone` and messages to workers copy properties. The state of a primitive is not among them: what arrives is no lock at all, and never the same one.",
  wrong: `import { Mutex } from "sluice";

const mu = new Mutex();

export function settings(): object {
  return { name: "store", ...mu };
}
`,
  right: `import { Mutex } from "sluice";

const mu = new Mutex();

export function settings(): object {
  return { name: "store", mu };
}
`,
  needsLibrary: true,
  check(file, tell) {
    const copies = [...file.calls, ...file.news].flatMap((call) => copiedBy(file, call));
    const spread: Copy[] = [];
    for (const binding of file.names.bindings) {
      for (const { node } of binding.references) {
        const outer = file.nodes.wrapped(node);
        if (file.ts.isSpreadAssignment(outer.parent)) spread.push({ node, how: "a spread" });
      }
    }
    for (const { node, how } of [...copies, ...spread]) {
      const kind = file.values.kindOf(node);
      if (kind === undefined || !STATEFUL.has(kind)) continue;
      const message = `${how} does not take along what makes ${file.nodes.text(node)} work`;
      tell({ node, message, fixes: () => shareInstead(file, node) });
    }
  },
};

interface Copy {
  readonly node: ts.Expression;
  readonly how: string;
}

const STATEFUL: ReadonlySet<Kind> = new Set<Kind>([
  "channel",
  "Mutex",
  "RWMutex",
  "WaitGroup",
  "Semaphore",
  "Cond",
  "Once",
  "ErrGroup",
  "SyncMap",
  "SingleFlight",
]);

function copiedBy(file: FileAnalysis, call: ts.CallExpression | ts.NewExpression): Copy[] {
  const { ts: api } = file;
  const { expression: callee, arguments: args = [] } = call;
  const [first] = args;
  if (api.isIdentifier(callee) && callee.text === "structuredClone" && !file.names.bindingOf(callee)) {
    return first ? partsOf(file, first).map((node) => ({ node, how: "structuredClone" })) : [];
  }
  if (api.isNewExpression(call)) {
    const isWorker = api.isIdentifier(callee) && callee.text === "Worker";
    const options = isWorker && args[1] && api.isObjectLiteralExpression(args[1]) ? args[1] : undefined;
    const data = options?.properties.find(
      (one) => api.isPropertyAssignment(one) && api.isIdentifier(one.name) && one.name.text === "workerData",
    );
    const value = data && api.isPropertyAssignment(data) ? data.initializer : undefined;
    return value ? partsOf(file, value).map((node) => ({ node, how: "a message to a worker" })) : [];
  }
  if (!api.isPropertyAccessExpression(callee)) return [];
  if (callee.name.text === "postMessage" && first) {
    return partsOf(file, first).map((node) => ({ node, how: "a message" }));
  }
  const isAssign =
    callee.name.text === "assign" &&
    api.isIdentifier(callee.expression) &&
    callee.expression.text === "Object";
  return isAssign ? args.slice(1).map((node) => ({ node, how: "Object.assign" })) : [];
}

/** An expression, or what stands in it where it is an object or a list. */
function partsOf(file: FileAnalysis, expression: ts.Expression): ts.Expression[] {
  const { ts: api } = file;
  const bare = file.nodes.bare(expression);
  if (api.isArrayLiteralExpression(bare)) return bare.elements.flatMap((one) => partsOf(file, one));
  if (!api.isObjectLiteralExpression(bare)) return [bare];
  return bare.properties.flatMap((one) => {
    if (api.isShorthandPropertyAssignment(one)) return [one.name];
    return api.isPropertyAssignment(one) ? partsOf(file, one.initializer) : [];
  });
}

/** As a property of its own name, or itself in place of its clone. What a message carries cannot be shared. */
function shareInstead(file: FileAnalysis, node: ts.Expression): Fix[] {
  const { ts: api, nodes } = file;
  const bare = nodes.bare(node);
  const outer = nodes.wrapped(node);
  const { parent } = outer;
  const name = nodes.text(bare);
  const share = (title: string, copy: ts.Node, newText: string): Fix[] => [
    { title, kind: "refactor", changes: [replace(file, copy, newText)] },
  ];
  if (!api.isIdentifier(bare)) return [];
  if (api.isSpreadAssignment(parent)) return share(`Share ${name} as a property`, parent, name);
  if (!api.isCallExpression(parent)) return [];
  const { expression: callee } = parent;
  if (api.isIdentifier(callee)) {
    return callee.text === "structuredClone" ? share(`Share ${name} itself`, parent, name) : [];
  }
  const assigns = api.isPropertyAccessExpression(callee) && callee.name.text === "assign";
  return assigns ? share(`Share ${name} as a property`, outer, `{ ${name} }`) : [];
}
