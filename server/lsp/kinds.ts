/**
 * What an expression is, as far as the file alone tells: by the library's call that made it, or by its annotation.
 * Without a type check there is no certainty, so what is not plainly something is nothing.
 */
import { LIBRARY, libraryNameLists } from "./bindings.js";
import type { Syntax, ts } from "./parser.js";
import { closest, declarationOf, parentOf } from "./scopes.js";

export type Kind =
  | "channel"
  | "channels"
  | "context"
  | "task"
  | "promise"
  | "list"
  | "Cond"
  | "ErrGroup"
  | "Mutex"
  | "Once"
  | "RWMutex"
  | "Semaphore"
  | "SingleFlight"
  | "SyncMap"
  | "Ticker"
  | "WaitGroup";

const MADE_BY: Readonly<Record<string, Kind>> = {
  after: "channel",
  background: "context",
  bridge: "channel",
  chan: "channel",
  fanIn: "channel",
  fanOut: "channels",
  go: "task",
  orDone: "channel",
  pipe: "channel",
  sleep: "promise",
  tee: "channels",
  todo: "context",
  withValue: "context",
  withoutCancel: "context",
  workerPool: "channel",
};

/** Those that return a context, and what ends it. */
const CONTEXT_PAIRS = new Set([
  "notifyContext",
  "withCancel",
  "withCancelCause",
  "withDeadline",
  "withTimeout",
]);

const CLASSES: ReadonlySet<string> = new Set<Kind>([
  "Cond",
  "ErrGroup",
  "Mutex",
  "Once",
  "RWMutex",
  "Semaphore",
  "SingleFlight",
  "SyncMap",
  "Ticker",
  "WaitGroup",
]);

const TYPES: Readonly<Record<string, Kind>> = {
  Channel: "channel",
  Context: "context",
  ReceiveChannel: "channel",
  SendChannel: "channel",
  Task: "task",
};

const MAX_DEPTH = 12;

/** The library's own name for what is called or constructed: `chan`, `go.named`, also as `sluice.chan`. */
export function libraryName(syntax: Syntax, expression: ts.Node): string | undefined {
  const { ts } = syntax;
  if (ts.isPropertyAccessExpression(expression)) {
    const owner = expression.expression;
    if (ts.isIdentifier(owner) && isNamespace(syntax, owner)) return expression.name.text;
    const name = libraryName(syntax, owner);
    return name === undefined ? undefined : `${name}.${expression.name.text}`;
  }
  if (!ts.isIdentifier(expression)) return undefined;
  const list = imported(syntax).get(expression.text);
  if (list === undefined) return undefined;
  const declaration = declarationOf(syntax, expression);
  const isImported =
    declaration !== undefined &&
    (ts.isImportSpecifier(declaration.parent) || ts.isBindingElement(declaration.parent)) &&
    isTopLevel(ts, declaration);
  return isImported ? list : undefined;
}

const importedNames = new WeakMap<ts.SourceFile, ReadonlyMap<string, string>>();

/** The library's names that the file has, by what it calls them. */
function imported(syntax: Syntax): ReadonlyMap<string, string> {
  let names = importedNames.get(syntax.tree);
  if (!names) {
    names = new Map(
      libraryNameLists(syntax).flatMap((list) => list.names.map((name) => [name.local, name.imported])),
    );
    importedNames.set(syntax.tree, names);
  }
  return names;
}

/** Whether the file uses the library at all: most do not, and need no more work. */
export function usesLibrary({ text }: Syntax): boolean {
  return text.includes(`"${LIBRARY}"`) || text.includes(`'${LIBRARY}'`);
}

function isNamespace(syntax: Syntax, name: ts.Identifier): boolean {
  const { ts } = syntax;
  const declaration = declarationOf(syntax, name)?.parent;
  if (!declaration || !ts.isNamespaceImport(declaration)) return false;
  const statement = closest(declaration, ts.isImportDeclaration);
  return (
    statement !== undefined &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    statement.moduleSpecifier.text === LIBRARY
  );
}

function isTopLevel(api: typeof ts, node: ts.Node): boolean {
  const scope = closest(
    node,
    (each): each is ts.Node => api.isFunctionLike(each) || api.isBlock(each) || api.isSourceFile(each),
  );
  return scope !== undefined && api.isSourceFile(scope);
}

/** What a declared name holds. */
export function kindOfName(syntax: Syntax, name: ts.Identifier, depth = 0): Kind | undefined {
  const { ts } = syntax;
  const declaration = parentOf(name);
  if (!declaration || depth > MAX_DEPTH) return undefined;
  if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) {
    if (declaration.type) return kindOfType(syntax, declaration.type);
    if (declaration.initializer) return kindOf(syntax, declaration.initializer, depth + 1);
    return ts.isVariableDeclaration(declaration) ? kindOfTurn(syntax, declaration, depth) : undefined;
  }
  if (ts.isBindingElement(declaration)) return kindOfElement(syntax, declaration, depth);
  return undefined;
}

export function kindOf(syntax: Syntax, expression: ts.Expression, depth = 0): Kind | undefined {
  const { ts } = syntax;
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isIdentifier(expression)) {
    const declaration = declarationOf(syntax, expression);
    return declaration && kindOfName(syntax, declaration, depth + 1);
  }
  if (
    ts.isParenthesizedExpression(expression) ||
    ts.isNonNullExpression(expression) ||
    ts.isSatisfiesExpression(expression)
  ) {
    return kindOf(syntax, expression.expression, depth + 1);
  }
  if (ts.isAsExpression(expression)) return kindOfType(syntax, expression.type);
  if (ts.isNewExpression(expression)) return kindOfNew(syntax, expression);
  if (ts.isCallExpression(expression)) return kindOfCall(syntax, expression, depth);
  if (ts.isArrayLiteralExpression(expression)) {
    const [first] = expression.elements;
    return first && kindOf(syntax, first, depth + 1) === "channel" ? "channels" : "list";
  }
  if (ts.isPropertyAccessExpression(expression)) {
    const isTicks =
      expression.name.text === "channel" && kindOf(syntax, expression.expression, depth + 1) === "Ticker";
    return isTicks ? "channel" : undefined;
  }
  if (ts.isElementAccessExpression(expression)) {
    return kindOf(syntax, expression.expression, depth + 1) === "channels" ? "channel" : undefined;
  }
  return undefined;
}

function kindOfNew(syntax: Syntax, { expression }: ts.NewExpression): Kind | undefined {
  const name = libraryName(syntax, expression);
  if (name !== undefined && CLASSES.has(name)) return name as Kind;
  const isPlain = syntax.ts.isIdentifier(expression);
  if (isPlain && expression.text === "Promise") return "promise";
  return isPlain && ["Array", "Set"].includes(expression.text) ? "list" : undefined;
}

function kindOfCall(syntax: Syntax, call: ts.CallExpression, depth: number): Kind | undefined {
  const { ts } = syntax;
  const callee = call.expression;
  const name = libraryName(syntax, callee);
  if (name !== undefined) return name === "go.named" ? "task" : MADE_BY[name];
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = callee.expression;
    const method = callee.name.text;
    if (ts.isIdentifier(owner) && owner.text === "Promise") return "promise";
    if (ts.isIdentifier(owner) && owner.text === "Array") return "list";
    if (method === "map") return kindOfMapped(syntax, call, depth);
    if (["filter", "slice", "concat", "flatMap", "toSorted"].includes(method)) return "list";
    if (["then", "catch", "finally"].includes(method)) return "promise";
    return method === "done" && kindOf(syntax, owner, depth + 1) === "context" ? "channel" : undefined;
  }
  if (!ts.isIdentifier(callee)) return undefined;
  const declaration = declarationOf(syntax, callee);
  if (!declaration) return callee.text === "fetch" ? "promise" : undefined;
  const made = functionOf(syntax, declaration);
  if (!made) return undefined;
  if (made.type) return kindOfType(syntax, made.type);
  const isAsync = ts.getModifiers(made)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  return isAsync && made.asteriskToken === undefined ? "promise" : undefined;
}

type Declared = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** The function that a declared name stands for. */
export function functionOf({ ts }: Syntax, name: ts.Identifier): Declared | undefined {
  const { parent } = name;
  if (ts.isFunctionDeclaration(parent)) return parent;
  if (!ts.isVariableDeclaration(parent) || !parent.initializer) return undefined;
  const { initializer } = parent;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) ? initializer : undefined;
}

function kindOfMapped(syntax: Syntax, call: ts.CallExpression, depth: number): Kind {
  const { ts } = syntax;
  const [make] = call.arguments;
  const isChannels =
    make !== undefined &&
    ts.isArrowFunction(make) &&
    !ts.isBlock(make.body) &&
    kindOf(syntax, make.body, depth + 1) === "channel";
  return isChannels ? "channels" : "list";
}

/** `for (const channel of channels)`. */
function kindOfTurn(syntax: Syntax, declaration: ts.VariableDeclaration, depth: number): Kind | undefined {
  const loop = declaration.parent.parent;
  if (!syntax.ts.isForOfStatement(loop)) return undefined;
  return kindOf(syntax, loop.expression, depth + 1) === "channels" ? "channel" : undefined;
}

/** `const [ctx, cancel] = withCancel(...)`, `const [first, second] = tee(...)`. */
function kindOfElement(syntax: Syntax, element: ts.BindingElement, depth: number): Kind | undefined {
  const { ts } = syntax;
  const pattern = element.parent;
  const declaration = pattern.parent;
  if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  if (!initializer) return undefined;
  const index = pattern.elements.indexOf(element);
  if (kindOf(syntax, initializer, depth + 1) === "channels") return "channel";
  if (!ts.isCallExpression(initializer)) return undefined;
  const name = libraryName(syntax, initializer.expression) ?? "";
  if (CONTEXT_PAIRS.has(name)) return index === 0 ? "context" : undefined;
  if (name === "ErrGroup.withContext") return index === 0 ? "ErrGroup" : "context";
  return undefined;
}

function kindOfType(syntax: Syntax, type: ts.TypeNode): Kind | undefined {
  const { ts } = syntax;
  if (ts.isArrayTypeNode(type))
    return kindOfType(syntax, type.elementType) === "channel" ? "channels" : "list";
  if (ts.isTypeOperatorNode(type)) return kindOfType(syntax, type.type);
  if (ts.isUnionTypeNode(type)) {
    const kinds = new Set(
      type.types.map((each) => kindOfType(syntax, each)).filter((kind) => kind !== undefined),
    );
    return kinds.size === 1 ? [...kinds][0] : undefined;
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const { text } = type.typeName;
  if (["Array", "ReadonlyArray", "Set", "Iterable"].includes(text)) {
    const [element] = type.typeArguments ?? [];
    return element && kindOfType(syntax, element) === "channel" ? "channels" : "list";
  }
  if (text === "Promise") return "promise";
  const name = imported(syntax).get(text);
  if (name === undefined) return undefined;
  return CLASSES.has(name) ? (name as Kind) : TYPES[name];
}
