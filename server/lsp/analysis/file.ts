/** All that rules ask of a file, found once: its nodes by kind, its names, and what they are of the library's. */
import { LIBRARY } from "../bindings.js";
import type { Syntax, ts } from "../parser.js";
import { measureStyle, type Style } from "../style.js";
import { Nodes, type FunctionNode, type Loop } from "./nodes.js";
import { walkPaths, type Bits, type Exits, type PathRule } from "./paths.js";
import { resolveNames } from "./name-walk.js";
import type { Binding, Names } from "./names.js";
import { usesOf, type Uses } from "./uses.js";
import { Values } from "./values.js";

export class FileAnalysis {
  readonly ts: typeof ts;
  readonly tree: ts.SourceFile;
  readonly text: string;
  readonly syntax: Syntax;
  readonly nodes: Nodes;
  readonly names: Names;
  readonly values: Values;
  readonly calls: ts.CallExpression[] = [];
  readonly news: ts.NewExpression[] = [];
  readonly functions: FunctionNode[] = [];
  readonly loops: Loop[] = [];
  readonly awaits: ts.AwaitExpression[] = [];
  readonly variables: ts.VariableDeclaration[] = [];
  readonly assignments: ts.BinaryExpression[] = [];
  readonly usesLibrary: boolean;
  readonly #uses = new Map<Binding, Uses>();
  readonly #found = new Map<unknown, unknown>();
  #style: Style | undefined;

  constructor(syntax: Syntax) {
    const { ts: api, tree, text } = syntax;
    this.syntax = syntax;
    this.ts = api;
    this.tree = tree;
    this.text = text;
    this.nodes = new Nodes(api, tree);
    this.names = resolveNames(api, tree, (node) => this.#note(node));
    this.values = new Values(this.nodes, this.names);
    this.usesLibrary = this.names.bindings.some(({ imported }) => imported?.module === LIBRARY);
  }

  get style(): Style {
    return (this.#style ??= measureStyle(this.syntax, -1));
  }

  uses(binding: Binding): Uses {
    let uses = this.#uses.get(binding);
    if (!uses) this.#uses.set(binding, (uses = usesOf(this.nodes, binding)));
    return uses;
  }

  paths(body: ts.Node, start: Bits, rule: PathRule): Exits {
    return walkPaths(this.nodes, body, start, rule);
  }

  /** Something about the whole file, found when it is first asked for. */
  once<T>(find: (file: FileAnalysis) => T): T {
    if (!this.#found.has(find)) this.#found.set(find, find(this));
    return this.#found.get(find) as T;
  }

  /** Calls in a function's own code; without a function, at the top level. */
  callsOf(fn: FunctionNode | undefined): readonly ts.CallExpression[] {
    return this.once(callsByFunction).get(fn) ?? [];
  }

  awaitsOf(fn: FunctionNode | undefined): readonly ts.AwaitExpression[] {
    return this.once(awaitsByFunction).get(fn) ?? [];
  }

  /** Calls of a function of the library's, under whatever name. */
  libraryCalls(name: string): readonly ts.CallExpression[] {
    return this.once(callsByLibraryName).get(name) ?? [];
  }

  /** Calls of a method of this name, or of a function. */
  callsNamed(name: string): readonly ts.CallExpression[] {
    return this.once(callsByName).get(name) ?? [];
  }

  /** The code that runs as one with a node: its function's body, or the file. */
  homeOf(node: ts.Node): ts.Node {
    return this.nodes.functionOf(node)?.body ?? this.tree;
  }

  #note(node: ts.Node): void {
    const { ts: api } = this;
    const K = api.SyntaxKind;
    switch (node.kind) {
      case K.CallExpression:
        this.calls.push(node as ts.CallExpression);
        return;
      case K.NewExpression:
        this.news.push(node as ts.NewExpression);
        return;
      case K.AwaitExpression:
        this.awaits.push(node as ts.AwaitExpression);
        return;
      case K.BinaryExpression: {
        const { kind } = (node as ts.BinaryExpression).operatorToken;
        if (kind >= K.FirstAssignment && kind <= K.LastAssignment)
          this.assignments.push(node as ts.BinaryExpression);
        return;
      }
      case K.VariableDeclaration:
        this.variables.push(node as ts.VariableDeclaration);
        return;
      case K.ForStatement:
      case K.ForInStatement:
      case K.ForOfStatement:
      case K.WhileStatement:
      case K.DoStatement:
        this.loops.push(node as Loop);
        return;
      case K.ArrowFunction:
      case K.FunctionExpression:
      case K.FunctionDeclaration:
      case K.MethodDeclaration:
      case K.Constructor:
      case K.GetAccessor:
      case K.SetAccessor:
        this.functions.push(node as FunctionNode);
        return;
      default:
    }
  }
}

function callsByFunction(file: FileAnalysis): Map<FunctionNode | undefined, ts.CallExpression[]> {
  return grouped(file.calls, (call) => file.nodes.functionOf(call));
}

function awaitsByFunction(file: FileAnalysis): Map<FunctionNode | undefined, ts.AwaitExpression[]> {
  return grouped(file.awaits, (one) => file.nodes.functionOf(one));
}

function callsByLibraryName(file: FileAnalysis): Map<string | undefined, ts.CallExpression[]> {
  return grouped(file.calls, (call) => file.values.libraryCall(call));
}

function callsByName(file: FileAnalysis): Map<string, ts.CallExpression[]> {
  return grouped(file.calls, ({ expression }) => {
    const callee = file.nodes.bare(expression);
    if (file.ts.isPropertyAccessExpression(callee)) return callee.name.text;
    return file.ts.isIdentifier(callee) ? callee.text : "";
  });
}

function grouped<K, V>(all: readonly V[], keyOf: (one: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
