/**
 * A listener or callback that does its work whenever it is called becomes a task that receives from a channel, one value
 * after the other. What is called only hands on: what does not fit into the buffer is dropped, since its caller does not
 * wait.
 */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { nodesOutsideFunctions } from "./syntax.js";
import { indentOf } from "../line-edits.js";
import { isTyped } from "../languages.js";
import type { Syntax, ts } from "../parser.js";
import { closest, nodeAt, parentOf, visibleFrom } from "../scopes.js";

export const listenerToChannel: Refactor = {
  name: "listenerToChannel",
  find(site) {
    const { syntax, start, style } = site;
    const found = listenerAt(syntax, start);
    if (!found) return undefined;
    const { ts, tree, text } = syntax;
    const { eol, indent, quote } = style;
    const { statement, handler, parameter, word, removal } = found;
    const end = style.semicolons ? ";" : "";
    const base = indentOf(syntax, statement);
    const { channel, listener } = freeNames(syntax, statement, word);
    const title = `${quote}${word}${quote}`;
    const value = parameter?.name.getText(tree) ?? "_";
    const type = parameter?.type?.getText(tree);
    const element = isTyped(syntax.language) ? `<${type ?? "true"}>` : "";
    const changes = withImports(site, { imports: ["chan", "go"] }, (local) => {
      const body = text
        .slice(handler.body.getStart(tree), handler.body.end)
        .replaceAll("\n", `\n${removal === undefined ? "" : indent}${indent}`);
      const handed = parameter === undefined ? "()" : `(${value}${type === undefined ? "" : `: ${type}`})`;
      const sent = `${channel}.trySend(${parameter === undefined ? "true" : value})`;
      const tail = ts.isBlock(handler.body) ? "" : end;
      const loop = `for await (const ${value} of ${channel}) ${turnOf(syntax, handler, body)}${tail}`;
      const call =
        text.slice(statement.getStart(tree), handler.getStart(tree)) +
        listener +
        text.slice(handler.end, statement.end);
      const lines = [
        `const ${channel} = ${local.get("chan") ?? "chan"}${element}(16, ${title})${end}`,
        `const ${listener} = ${handed} => void (${channel}.closed || ${sent})${end} // dropped when the buffer is full`,
        call,
        `${local.get("go") ?? "go"}.named(${title}, async () => {`,
        ...(removal === undefined
          ? [`${indent}${loop} // until the channel is closed`]
          : [
              `${indent}try {`,
              `${indent}${indent}${loop}`,
              `${indent}} finally {`,
              `${indent}${indent}${removal}${listener})${end} // closing the channel ends the task`,
              `${indent}}`,
            ]),
        `})${end}`,
      ];
      return [{ start: statement.getStart(tree), end: statement.end, newText: lines.join(eol + base) }];
    });
    return { title: "Receive these values from a channel", changes };
  },
};

interface Listener {
  readonly statement: ts.ExpressionStatement;
  readonly handler: ts.ArrowFunction;
  readonly parameter: ts.ParameterDeclaration | undefined;
  /** What the values are called after. */
  readonly word: string;
  /** The call that takes the listener away again, up to the listener, where the method has a counterpart. */
  readonly removal: string | undefined;
}

const COUNTERPARTS: Readonly<Record<string, string>> = {
  on: "off",
  addListener: "removeListener",
  addEventListener: "removeEventListener",
};

/** Calls whose last argument is called again and again, as far as a name tells. */
const CALLS_BACK = /^(subscribe|watch|observe|listen|setInterval|on[A-Z]\w*)$/;

function listenerAt(syntax: Syntax, offset: number): Listener | undefined {
  const { ts } = syntax;
  const isCall = (node: ts.Node): node is ts.ExpressionStatement =>
    ts.isExpressionStatement(node) && ts.isCallExpression(node.expression);
  const statement = closest(nodeAt(syntax, offset), isCall);
  if (!statement || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression: callee, arguments: given } = statement.expression;
  const method = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isIdentifier(callee)
      ? callee.text
      : "";
  const handler = given.find((argument) => ts.isArrowFunction(argument));
  const parameter = handler && handedTo(syntax, handler);
  if (!handler || parameter === "cannot") return undefined;
  const [event] = given;
  const remove = Object.hasOwn(COUNTERPARTS, method) ? COUNTERPARTS[method] : undefined;
  if (remove === undefined) {
    return CALLS_BACK.test(method)
      ? { statement, handler, parameter, word: wordOf(method), removal: undefined }
      : undefined;
  }
  if (
    given.length !== 2 ||
    !event ||
    !ts.isStringLiteralLike(event) ||
    !ts.isPropertyAccessExpression(callee)
  )
    return undefined;
  const removal = `${callee.expression.getText(syntax.tree)}.${remove}(${event.getText(syntax.tree)}, `;
  return { statement, handler, parameter, word: event.text, removal };
}

/** `onChange` gives changes, `setInterval` ticks. */
function wordOf(method: string): string {
  return method === "setInterval" ? "tick" : method.replace(/^on(?=[A-Z])/, "");
}

/** The one value that a function is given, if it is given no more and the channel's type can be written. */
function handedTo(syntax: Syntax, handler: ts.ArrowFunction): ts.ParameterDeclaration | undefined | "cannot" {
  const { ts } = syntax;
  const [parameter] = handler.parameters;
  if (handler.parameters.length > 1 || parameter?.dotDotDotToken || parameter?.initializer) return "cannot";
  const isNamed =
    !parameter || (ts.isIdentifier(parameter.name) && (!isTyped(syntax.language) || parameter.type));
  return isNamed && !ends(syntax, handler) ? parameter : "cannot";
}

/** A `return` of a value would have to become something else; `await` and all the rest stand in the loop as they did. */
function ends(syntax: Syntax, handler: ts.ArrowFunction): boolean {
  const { ts } = syntax;
  return [...nodesOutsideFunctions(syntax, handler.body)].some(
    (node) =>
      ts.isReturnStatement(node) && (node.expression !== undefined || isInLoop(syntax, node, handler)),
  );
}

function isInLoop({ ts }: Syntax, node: ts.Node, handler: ts.Node): boolean {
  const stop = closest(
    parentOf(node),
    (each): each is ts.Node => each === handler || ts.isIterationStatement(each, false),
  );
  return stop !== handler;
}

/** The handler's body as the body of a loop: what ended the call ends the turn. */
function turnOf(syntax: Syntax, { body }: ts.ArrowFunction, text: string): string {
  const { ts } = syntax;
  if (!ts.isBlock(body)) return text;
  const returns = [...nodesOutsideFunctions(syntax, body)].filter((node) => ts.isReturnStatement(node));
  return returns.length === 0 ? text : text.replace(/\breturn\b(?=\s*;?\s*$|\s*;)/gm, "continue");
}

function freeNames(syntax: Syntax, place: ts.Node, event: string): { channel: string; listener: string } {
  const visible = visibleFrom(syntax, place);
  const word =
    event.replace(/\W+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "") || "event";
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  const free = (name: string): string => {
    let each = name;
    for (let count = 2; visible.has(each); count++) each = `${name}${count}`;
    return each;
  };
  return { channel: free(`${word}Events`), listener: free(`on${capital}`) };
}
