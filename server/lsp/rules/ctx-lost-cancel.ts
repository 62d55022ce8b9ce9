import type { FileAnalysis } from "../analysis/file.js";
import type { Binding } from "../analysis/names.js";
import { freeName, replace, wrapInFinally } from "../analysis/rewrite.js";
import { CANCELLABLE } from "../library/kinds.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

const HELD = 1;
const LET_GO = 2;

export const lostCancel: Rule = {
  code: "ctx/lost-cancel",
  severity: "warning",
  title: "A context's cancel is never called, or not on every way out",
  why: "Until cancel is called, the context stays with its parent and its timer keeps the process alive, after the work is long over.",
  wrong: `import { background, withTimeout } from "sluice";

export async function load(url: string): Promise<Response> {
  const [ctx] = withTimeout(background(), 60_000);
  return await fetch(url, { signal: ctx.signal });
}
`,
  right: `import { background, withTimeout } from "sluice";

export async function load(url: string): Promise<Response> {
  const [ctx, cancel] = withTimeout(background(), 60_000);
  try {
    return await fetch(url, { signal: ctx.signal });
  } finally {
    cancel();
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    const { ts: api, values } = file;
    for (const declaration of file.variables) {
      const { name, initializer } = declaration;
      if (!initializer || !api.isArrayBindingPattern(name)) continue;
      const made = values.libraryCall(file.nodes.bare(initializer));
      // A program listens to its signals until its end.
      if (made === undefined || !CANCELLABLE.has(made) || made === "notifyContext") continue;
      const second = name.elements[1];
      const element = second && api.isBindingElement(second) ? second : undefined;
      if (!element) {
        const fixes = (): readonly Fix[] => nameAndCall(file, declaration, name);
        tell({
          node: name,
          message: `what ends the context of ${made} is dropped here, so nobody can call it`,
          fixes,
        });
        continue;
      }
      const binding = api.isIdentifier(element.name) ? file.names.bindingOf(element.name) : undefined;
      if (!binding || binding.exported) continue;
      const fixes = (): readonly Fix[] =>
        callFix(file, declaration, `${binding.name}()`, `Call ${binding.name}() in finally`, []);
      if (binding.references.length === 0) {
        tell({
          node: element,
          message: `${binding.name} is never called: the context stays after the work is over`,
          fixes,
        });
        continue;
      }
      const leak = wayOutWithout(file, declaration, binding);
      if (leak) {
        const message = `${binding.name} is not called on every way out: the return in line ${file.nodes.line(leak)} leaves the context`;
        tell({ node: element, message, related: { node: leak, message: "it is left here" }, fixes });
      }
    }
  },
};

/** A return that is reached from the declaration without any mention of cancel; who mentions it may hand it on. */
function wayOutWithout(
  file: FileAnalysis,
  declaration: ts.VariableDeclaration,
  cancel: Binding,
): ts.Node | undefined {
  const home = file.nodes.functionOf(declaration)?.body;
  if (!home) return undefined;
  const mentions = new Set<ts.Node>(cancel.references.map(({ node }) => node));
  const holds = (node: ts.Node): boolean =>
    cancel.references.some((one) => node.pos <= one.node.pos && one.node.end <= node.end);
  const { returns } = file.paths(home, LET_GO, {
    step(node, before) {
      if (node === declaration) return HELD;
      const isNested = file.nodes.isFunction(node) || file.ts.isClassLike(node);
      return mentions.has(node) || (isNested && holds(node)) ? LET_GO : before;
    },
  });
  return returns.find(({ bits }) => bits === HELD)?.node;
}

function callFix(
  file: FileAnalysis,
  declaration: ts.VariableDeclaration,
  call: string,
  title: string,
  before: Fix["changes"],
): Fix[] {
  const statement = file.nodes.statementOf(declaration);
  const siblings = statement && file.nodes.siblingsOf(statement);
  if (!statement || !siblings) return [];
  const rest = siblings.slice(siblings.indexOf(statement) + 1);
  const changes = wrapInFinally(file, rest, call);
  return changes ? [{ title, kind: "quickfix", preferred: true, changes: [...before, ...changes] }] : [];
}

function nameAndCall(
  file: FileAnalysis,
  declaration: ts.VariableDeclaration,
  pattern: ts.ArrayBindingPattern,
): Fix[] {
  const [context] = pattern.elements;
  const cancel = freeName(file, ["cancel", "cancelContext", "endContext"]);
  if (!context || cancel === undefined) return [];
  const named = replace(file, pattern, `[${file.nodes.text(context)}, ${cancel}]`);
  return callFix(file, declaration, `${cancel}()`, "Call cancel() in finally", [named]);
}
