/** Who starts which function as a task, in one file: what "started by" and "starts" are made of. */
import { functionOf, kindOf, libraryName } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { closest, declarationOf, parentOf } from "../scopes.js";

export type FunctionNode =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

export interface Start {
  readonly call: ts.CallExpression;
  /** The function that makes the call; the file, at its top level. */
  readonly by: FunctionNode | ts.SourceFile;
  /** The function that runs as the task; where it is an arrow that only calls one, that one. */
  readonly started: FunctionNode;
  /** The name that the task is given. */
  readonly givenName: string | undefined;
}

const starts = new WeakMap<ts.SourceFile, readonly Start[]>();

/** In the order of the text. */
export function startsIn(syntax: Syntax): readonly Start[] {
  const known = starts.get(syntax.tree);
  if (known) return known;
  const found: Start[] = [];
  const visit = (node: ts.Node): void => {
    if (syntax.ts.isCallExpression(node)) {
      const start = startOf(syntax, node);
      if (start) found.push(start);
    }
    syntax.ts.forEachChild(node, visit);
  };
  visit(syntax.tree);
  starts.set(syntax.tree, found);
  return found;
}

function startOf(syntax: Syntax, call: ts.CallExpression): Start | undefined {
  const { ts } = syntax;
  const form = formOf(syntax, call.expression);
  const argument = form === undefined ? undefined : call.arguments[form === "named" ? 1 : 0];
  const started = argument && bodyOf(syntax, argument);
  if (!started) return undefined;
  const [first] = call.arguments;
  const givenName = form === "named" && first && ts.isStringLiteralLike(first) ? first.text : undefined;
  return { call, by: ownerOf(syntax, call), started, givenName };
}

function formOf(syntax: Syntax, callee: ts.Expression): "plain" | "named" | undefined {
  const name = libraryName(syntax, callee);
  if (name === "go") return "plain";
  if (name === "go.named") return "named";
  if (!syntax.ts.isPropertyAccessExpression(callee)) return undefined;
  if (!["go", "tryGo"].includes(callee.name.text)) return undefined;
  const kind = kindOf(syntax, callee.expression);
  return kind === "WaitGroup" || kind === "ErrGroup" ? "plain" : undefined;
}

function bodyOf(syntax: Syntax, argument: ts.Expression): FunctionNode | undefined {
  const { ts } = syntax;
  if (ts.isIdentifier(argument)) return declaredFunction(syntax, argument);
  if (!ts.isArrowFunction(argument) && !ts.isFunctionExpression(argument)) return undefined;
  const only = ts.isArrowFunction(argument) && !ts.isBlock(argument.body) ? argument.body : undefined;
  const call = only && ts.isAwaitExpression(only) ? only.expression : only;
  const isCall = call !== undefined && ts.isCallExpression(call) && ts.isIdentifier(call.expression);
  return (isCall ? declaredFunction(syntax, call.expression) : undefined) ?? argument;
}

function declaredFunction(syntax: Syntax, name: ts.Identifier): FunctionNode | undefined {
  const declaration = declarationOf(syntax, name);
  return declaration && functionOf(syntax, declaration);
}

/** The function around a place that is not itself only a wrapper without a name. */
export function ownerOf(syntax: Syntax, place: ts.Node): FunctionNode | ts.SourceFile {
  const around = closest(parentOf(place), (node): node is FunctionNode => isFunction(syntax, node));
  return around ?? syntax.tree;
}

export function isFunction({ ts }: Syntax, node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}
