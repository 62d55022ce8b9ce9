/** A `select` call, taken apart into its cases. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { Loop } from "./nodes.js";

export interface SelectCase {
  readonly node: ts.CallExpression;
  readonly op: "receive" | "send" | "otherwise";
  /** What it receives from or sends on. */
  readonly channel: ts.Expression | undefined;
  readonly handler: ts.Expression | undefined;
}

export interface Select {
  readonly call: ts.CallExpression;
  readonly cases: readonly SelectCase[];
  /** An argument that is no case that we can see: a signal, a variable, a spread. */
  readonly isOpen: boolean;
}

export function selectsIn(file: FileAnalysis): Select[] {
  return file.libraryCalls("select").map((call) => {
    const cases = call.arguments.flatMap((argument) => caseOf(file, argument) ?? []);
    return { call, cases, isOpen: cases.length < call.arguments.length };
  });
}

function caseOf(file: FileAnalysis, argument: ts.Expression): SelectCase | undefined {
  const { ts: api, nodes, values } = file;
  const node = nodes.bare(argument);
  if (!api.isCallExpression(node)) return undefined;
  const args = node.arguments;
  if (values.libraryCall(node) === "otherwise") {
    return { node, op: "otherwise", channel: undefined, handler: args[0] };
  }
  const callee = nodes.bare(node.expression);
  if (!api.isPropertyAccessExpression(callee)) return undefined;
  const channel = callee.expression;
  if (callee.name.text === "onReceive") return { node, op: "receive", channel, handler: args[0] };
  if (callee.name.text === "onSend") return { node, op: "send", channel, handler: args[1] };
  return undefined;
}

/** Statements of a loop, not of functions in it, that may end it. */
export function mayLeave(file: FileAnalysis, loop: Loop): boolean {
  const { ts: api, nodes } = file;
  return nodes.someOwn(loop.statement, (node) => {
    if (api.isReturnStatement(node) || api.isThrowStatement(node) || api.isYieldExpression(node)) return true;
    if (!api.isBreakStatement(node)) return endsProcess(file, node);
    // A break within an inner loop or switch ends that.
    if (node.label) return true;
    for (let one = node.parent; one !== loop; one = one.parent) {
      if (nodes.isLoop(one) || api.isSwitchStatement(one)) return false;
    }
    return true;
  });
}

function endsProcess(file: FileAnalysis, node: ts.Node): boolean {
  const { ts: api } = file;
  if (!api.isCallExpression(node)) return false;
  const callee = node.expression;
  return (
    api.isPropertyAccessExpression(callee) &&
    api.isIdentifier(callee.expression) &&
    callee.expression.text === "process" &&
    (callee.name.text === "exit" || callee.name.text === "abort")
  );
}

/** A handler that throws, or ends the process, ends the loop around its select. */
export function handlerMayLeave(file: FileAnalysis, { handler }: SelectCase): boolean {
  if (!handler) return false;
  // A function from elsewhere may do anything.
  if (!file.nodes.isFunction(handler)) return true;
  return file.nodes.some(handler, (node) => file.ts.isThrowStatement(node) || endsProcess(file, node));
}
