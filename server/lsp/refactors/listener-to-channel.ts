/**
 * A listener that does its work whenever it is called becomes a task that receives from a channel, one value after the
 * other. The listener only hands on: what does not fit into the buffer is dropped, since an emitter does not wait.
 */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { indentOf, nodesOutsideFunctions } from "./syntax.js";
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
    const { statement, emitter, event, handler, parameter } = found;
    const end = style.semicolons ? ";" : "";
    const base = indentOf(syntax, statement);
    const names = freeNames(syntax, statement, event.text);
    const value = parameter?.name.getText(tree) ?? "_";
    const type = parameter?.type?.getText(tree);
    const element = isTyped(syntax.language) ? `<${type ?? "true"}>` : "";
    const source = emitter.getText(tree);
    const eventText = event.getText(tree);
    const remove = found.method === "addEventListener" ? "removeEventListener" : "off";
    const changes = withImports(site, { imports: ["chan", "go"] }, (local) => {
      const body = text
        .slice(handler.body.getStart(tree), handler.body.end)
        .replaceAll("\n", `\n${indent}${indent}`);
      const passed = parameter === undefined ? "true" : value;
      const handed = parameter === undefined ? "()" : `(${value}${type === undefined ? "" : `: ${type}`})`;
      const lines = [
        `const ${names.channel} = ${local.get("chan") ?? "chan"}${element}(16, ${quote}${event.text}${quote})${end}`,
        `const ${names.listener} = ${handed} => void (${names.channel}.closed || ${names.channel}.trySend(${passed}))${end} // dropped when the buffer is full`,
        `${source}.${found.method}(${eventText}, ${names.listener})${end}`,
        `${local.get("go") ?? "go"}.named(${quote}${event.text}${quote}, async () => {`,
        `${indent}try {`,
        `${indent}${indent}for await (const ${value} of ${names.channel}) ${turnOf(syntax, handler, body)}${ts.isBlock(handler.body) ? "" : end}`,
        `${indent}} finally {`,
        `${indent}${indent}${source}.${remove}(${eventText}, ${names.listener})${end} // closing the channel ends the task`,
        `${indent}}`,
        `})${end}`,
      ];
      const [first = "", ...rest] = lines;
      return [
        {
          start: statement.getStart(tree),
          end: statement.end,
          newText: [first, ...rest.map((line) => base + line)].join(eol),
        },
      ];
    });
    return { title: "Receive these events from a channel", changes };
  },
};

interface Listener {
  readonly statement: ts.ExpressionStatement;
  readonly emitter: ts.Expression;
  readonly method: "on" | "addListener" | "addEventListener";
  readonly event: ts.StringLiteralLike;
  readonly handler: ts.ArrowFunction;
  readonly parameter: ts.ParameterDeclaration | undefined;
}

const METHODS = ["on", "addListener", "addEventListener"] as const;

function listenerAt(syntax: Syntax, offset: number): Listener | undefined {
  const { ts } = syntax;
  const isListening = (node: ts.Node): node is ts.ExpressionStatement =>
    ts.isExpressionStatement(node) && ts.isCallExpression(node.expression);
  const statement = closest(nodeAt(syntax, offset), isListening);
  if (!statement || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression: callee, arguments: given } = statement.expression;
  const [event, handler] = given;
  if (!ts.isPropertyAccessExpression(callee) || given.length !== 2 || !event || !handler) return undefined;
  const method = METHODS.find((name) => name === callee.name.text);
  if (!method || !ts.isStringLiteralLike(event) || !ts.isArrowFunction(handler)) return undefined;
  const [parameter] = handler.parameters;
  if (handler.parameters.length > 1 || parameter?.dotDotDotToken || parameter?.initializer) return undefined;
  if (parameter && (!ts.isIdentifier(parameter.name) || (isTyped(syntax.language) && !parameter.type)))
    return undefined;
  if (ends(syntax, handler)) return undefined;
  return { statement, emitter: callee.expression, method, event, handler, parameter };
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
