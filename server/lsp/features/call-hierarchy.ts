/** "Started by" and "starts": the tasks of a file, in the form in which editors show who calls whom. */
import {
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
} from "vscode-languageserver/node";
import type { Syntax, ts } from "../parser.js";
import { closest, declarationOf, nodeAt, parentOf } from "../scopes.js";
import { functionOf, usesLibrary } from "../kinds.js";
import { rangeOf, type Positions } from "./positions.js";
import { isFunction, startsIn, type FunctionNode, type Start } from "./started-tasks.js";

export interface HierarchyDocument extends Positions {
  readonly uri: string;
}

type Owner = FunctionNode | ts.SourceFile;

/** The function that the cursor is on the name of, or in. */
export function prepareCallHierarchy(
  syntax: Syntax,
  offset: number,
  document: HierarchyDocument,
): CallHierarchyItem[] {
  if (!usesLibrary(syntax)) return [];
  const node = nodeAt(syntax, offset);
  return [toItem(syntax, namedAt(syntax, node) ?? ownerAround(syntax, node), document)];
}

export function startedBy(
  syntax: Syntax,
  offset: number,
  document: HierarchyDocument,
): CallHierarchyIncomingCall[] {
  const target = ownerAt(syntax, offset);
  const found = startsIn(syntax).filter(({ started }) => started === target);
  return grouped(found, ({ by }) => by).map(([by, calls]) => ({
    from: toItem(syntax, by, document),
    fromRanges: calls.map(({ call }) => callRange(syntax, call, document)),
  }));
}

export function starts(
  syntax: Syntax,
  offset: number,
  document: HierarchyDocument,
): CallHierarchyOutgoingCall[] {
  const source = ownerAt(syntax, offset);
  const found = startsIn(syntax).filter(({ by }) => by === source);
  return grouped(found, ({ started }) => started).map(([started, calls]) => ({
    to: toItem(syntax, started, document, calls[0]?.givenName),
    fromRanges: calls.map(({ call }) => callRange(syntax, call, document)),
  }));
}

function grouped<K>(found: readonly Start[], key: (start: Start) => K): [K, Start[]][] {
  const groups = new Map<K, Start[]>();
  for (const start of found) groups.set(key(start), [...(groups.get(key(start)) ?? []), start]);
  return [...groups];
}

/** The owner that an item was made from: items name it by the place of its name. */
function ownerAt(syntax: Syntax, offset: number): Owner {
  const node = nodeAt(syntax, offset);
  return offset === 0 ? syntax.tree : (namedAt(syntax, node) ?? ownerAround(syntax, node));
}

function namedAt(syntax: Syntax, node: ts.Node): FunctionNode | undefined {
  const { ts } = syntax;
  if (!ts.isIdentifier(node)) return undefined;
  const parent = parentOf(node);
  if (parent && ts.isMethodDeclaration(parent) && parent.name === node) return parent;
  const declaration = declarationOf(syntax, node);
  return declaration && functionOf(syntax, declaration);
}

function ownerAround(syntax: Syntax, node: ts.Node): Owner {
  return closest(node, (each): each is FunctionNode => isFunction(syntax, each)) ?? syntax.tree;
}

function toItem(
  syntax: Syntax,
  owner: Owner,
  document: HierarchyDocument,
  givenName?: string,
): CallHierarchyItem {
  const { ts, tree } = syntax;
  if (ts.isSourceFile(owner)) {
    const name = decodeURIComponent(document.uri.split("/").at(-1) ?? document.uri);
    const start = rangeOf(document, 0, 0);
    const range = rangeOf(document, 0, owner.end);
    return {
      name,
      detail: "top level",
      kind: SymbolKind.File,
      uri: document.uri,
      range,
      selectionRange: start,
    };
  }
  const name = nameOf(ts, owner);
  // Of a function without a name the arrow or the keyword, which no other function begins with.
  const start = name?.getStart(tree) ?? owner.getStart(tree);
  const given = givenName ?? taskNameOf(syntax, owner);
  return {
    name: name?.getText(tree) ?? given ?? "(anonymous)",
    ...(given !== undefined && name !== undefined && { detail: `task ${given}` }),
    kind: SymbolKind.Function,
    uri: document.uri,
    range: rangeOf(document, owner.getStart(tree), owner.end),
    selectionRange: rangeOf(document, start, name?.end ?? start),
  };
}

function taskNameOf(syntax: Syntax, owner: FunctionNode): string | undefined {
  return startsIn(syntax).find(({ started }) => started === owner)?.givenName;
}

function nameOf(api: typeof ts, owner: FunctionNode): ts.Node | undefined {
  if (owner.name) return owner.name;
  const parent = parentOf(owner);
  return parent && api.isVariableDeclaration(parent) ? parent.name : undefined;
}

function callRange({ tree }: Syntax, call: ts.CallExpression, document: HierarchyDocument) {
  return rangeOf(document, call.getStart(tree), call.expression.end);
}
