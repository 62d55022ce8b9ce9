/**
 * Gives a function a context, and whoever calls it in this file one to pass on, up to the top level, where it is the
 * background's. Inside, what waits without a context gets it.
 *
 * Only functions whose every use is a call, or the start of a task, can be given one more parameter; where any on the
 * way up is used otherwise nothing is offered.
 */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { insert } from "../line-edits.js";
import type { TextChange } from "../import-edit.js";
import { functionOf, kindOfName, libraryName } from "../kinds.js";
import { isTyped } from "../languages.js";
import { namedBy } from "../library/named.js";
import { parametersOf } from "../library/name-doc.js";
import type { Syntax, ts } from "../parser.js";
import { closest, declarationOf, nodeAt, parentOf, referencesTo, visibleFrom } from "../scopes.js";

type Threaded = NonNullable<ReturnType<typeof functionOf>>;

/** Where a context has to be handed in: an argument of a call that stands in `owner`. */
interface Passing {
  readonly owner: Threaded | undefined;
  readonly at: number;
  readonly before: string;
  readonly behind: string;
}

interface Plan {
  readonly functions: ReadonlySet<Threaded>;
  readonly passings: readonly Passing[];
}

export const threadContext: Refactor = {
  name: "threadContext",
  find(site) {
    const { syntax, start } = site;
    const target = functionAt(syntax, start);
    const plan = target && planFor(syntax, target);
    if (!plan) return undefined;
    const { functions, passings } = plan;
    const needsRoot = passings.some(({ owner }) => !owner || !functions.has(owner));
    const imports = ["type Context", ...(needsRoot ? ["background"] : [])];
    const changes = withImports(site, { imports }, (names) => {
      const root = `${names.get("background") ?? "background"}()`;
      const type = isTyped(syntax.language) ? `: ${names.get("Context") ?? "Context"}` : "";
      return [
        ...[...functions].map((each) => parameterOf(syntax, each, type)),
        ...passings.map(({ owner, at, before, behind }) =>
          insert(at, before + (owner && functions.has(owner) ? "ctx" : root) + behind),
        ),
        ...[...functions].flatMap((each) => waitsIn(syntax, each)),
      ];
    });
    const name = nameOf(target)?.text ?? "this function";
    return { title: `Pass a context through to ${name}`, changes };
  },
};

function functionAt(syntax: Syntax, offset: number): Threaded | undefined {
  const { ts } = syntax;
  const node = nodeAt(syntax, offset);
  const around = closest(
    node,
    (each): each is Threaded =>
      ts.isFunctionDeclaration(each) || ts.isFunctionExpression(each) || ts.isArrowFunction(each),
  );
  if (!around || !nameOf(around) || hasContext(syntax, around)) return undefined;
  // Offered where it would change something: on the name, and where something waits without a context.
  const isOnHead = offset <= (around.body?.pos ?? around.end);
  return isOnHead && waitsIn(syntax, around).length > 0 ? around : undefined;
}

function nameOf(node: Threaded): ts.Identifier | undefined {
  const parent = parentOf(node) as ts.Node & { name?: ts.Node };
  const name = node.name ?? parent.name;
  return name && "text" in name ? (name as ts.Identifier) : undefined;
}

function hasContext(syntax: Syntax, { parameters, body }: Threaded): boolean {
  const { ts } = syntax;
  const isContext = parameters.some(
    ({ name }) => ts.isIdentifier(name) && kindOfName(syntax, name) === "context",
  );
  return isContext || body === undefined || visibleFrom(syntax, body).has("ctx");
}

function planFor(syntax: Syntax, target: Threaded): Plan | undefined {
  const functions = new Set<Threaded>();
  const passings: Passing[] = [];
  const waiting = [target];
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    if (functions.has(each)) continue;
    functions.add(each);
    const name = nameOf(each);
    if (!name || functionOf(syntax, name) !== each || !hasParentheses(syntax, each)) return undefined;
    for (const use of referencesTo(syntax, name)) {
      if (use === name || isExported(syntax, use)) continue;
      const passing = passingAt(syntax, use);
      if (!passing) return undefined;
      passings.push(passing);
      const { owner } = passing;
      if (owner && !hasContext(syntax, owner)) waiting.push(owner);
    }
  }
  // A function on the way that has a context of its own would have to be asked what it is called.
  const isMixed = passings.some(({ owner }) => owner !== undefined && !functions.has(owner));
  return isMixed ? undefined : { functions, passings };
}

/** `x => y` has no place for a second parameter. */
function hasParentheses({ tree, text }: Syntax, each: Threaded): boolean {
  const [first] = each.parameters;
  return !first || text.slice(each.getStart(tree), first.getStart(tree)).includes("(");
}

function isExported({ ts }: Syntax, use: ts.Identifier): boolean {
  const parent = parentOf(use);
  return parent !== undefined && (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent));
}

/** `f(a)` takes it as its first argument, `go(f, a)` behind the function. */
function passingAt(syntax: Syntax, use: ts.Identifier): Passing | undefined {
  const { ts, tree } = syntax;
  const call = parentOf(use);
  if (!call || !ts.isCallExpression(call)) return undefined;
  const owner = ownerOf(syntax, call);
  if (call.expression === use) {
    const [first] = call.arguments;
    return { owner, at: first?.getStart(tree) ?? call.end - 1, before: "", behind: first ? ", " : "" };
  }
  const index = call.arguments.indexOf(use);
  const starts = libraryName(syntax, call.expression);
  const isStart = (starts === "go" && index === 0) || (starts === "go.named" && index === 1);
  return isStart ? { owner, at: use.end, before: ", ", behind: "" } : undefined;
}

/** The nearest function with a name: the context reaches those without one from there. */
function ownerOf(syntax: Syntax, place: ts.Node): Threaded | undefined {
  const { ts } = syntax;
  return closest(
    parentOf(place),
    (each): each is Threaded =>
      (ts.isFunctionDeclaration(each) || ts.isFunctionExpression(each) || ts.isArrowFunction(each)) &&
      nameOf(each) !== undefined,
  );
}

function parameterOf({ text }: Syntax, each: Threaded, type: string): TextChange {
  const [first] = each.parameters;
  if (!first) {
    const open = text.indexOf("(", each.name?.end ?? each.pos);
    return insert(open + 1, `ctx${type}`);
  }
  return insert(first.pos + (/^\s*/.exec(text.slice(first.pos, first.end))?.[0].length ?? 0), `ctx${type}, `);
}

/** The calls in a function that take a context and have none, and those that hold a place for one. */
function waitsIn(syntax: Syntax, each: Threaded): TextChange[] {
  const { ts, text } = syntax;
  if (!each.body) return [];
  const changes: TextChange[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      if (libraryName(syntax, node.expression) === "todo") {
        changes.push({ start: node.getStart(syntax.tree), end: node.end, newText: "ctx" });
      }
      const doc = namedBy(syntax, node.expression)?.doc;
      const parameters = doc ? parametersOf(doc.signature) : [];
      if (parameters.at(-1) === "cancel?" && !hasCancel(syntax, node, parameters)) {
        const behind = node.arguments.hasTrailingComma ? text.lastIndexOf(",", node.end) + 1 : node.end - 1;
        const lead = node.arguments.length === 0 || node.arguments.hasTrailingComma ? "" : ", ";
        changes.push(insert(behind, `${lead}ctx`));
      }
    }
    // A function with a name may be called from elsewhere, and is given its own.
    if (isNamedFunction(syntax, node)) return;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(each.body, visit);
  if (!ts.isBlock(each.body)) visit(each.body);
  return changes;
}

function isNamedFunction({ ts }: Syntax, node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    ((ts.isFunctionExpression(node) || ts.isArrowFunction(node)) && nameOf(node) !== undefined)
  );
}

/** Whether the call's last parameter is given, or the last case of a `select` is no case. */
function hasCancel(syntax: Syntax, call: ts.CallExpression, parameters: readonly string[]): boolean {
  const { ts } = syntax;
  const last = call.arguments.at(-1);
  if (parameters.some((parameter) => parameter.startsWith("..."))) {
    if (!last) return false;
    const declaration = ts.isIdentifier(last) ? declarationOf(syntax, last) : undefined;
    return declaration !== undefined && kindOfName(syntax, declaration) === "context";
  }
  // An optional parameter in front that is left out would have to be written first.
  return call.arguments.length !== parameters.length - 1;
}
