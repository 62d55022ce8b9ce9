/**
 * What an expression is, as far as the file alone tells: by the library's call that made it, or by its annotation.
 * Without a type check there is no certainty, so what is not plainly something is nothing.
 */
import { LIBRARY } from "./bindings.js";
import { importedAs, isWhole, type ImportedName } from "./imported-names.js";
import { classKind, elementKind, resultKind, typeKind, type Kind } from "./library/kinds.js";
import { isAsync } from "./modifiers.js";
import type { Syntax, ts } from "./parser.js";
import { declarationOf, parentOf } from "./scopes.js";

const MAX_DEPTH = 12;

/** The library's own name for what is called or constructed: `chan`, `go.named`, also as `sluice.chan`. */
export function libraryName(syntax: Syntax, expression: ts.Node): string | undefined {
  const { ts } = syntax;
  if (ts.isPropertyAccessExpression(expression)) {
    const owner = expression.expression;
    const imported = ts.isIdentifier(owner) ? importedFromLibrary(syntax, owner) : undefined;
    if (imported !== undefined && isWhole(imported)) return expression.name.text;
    const name = libraryName(syntax, owner);
    return name === undefined ? undefined : `${name}.${expression.name.text}`;
  }
  const imported = ts.isIdentifier(expression) ? importedFromLibrary(syntax, expression) : undefined;
  return imported === undefined || isWhole(imported) ? undefined : imported.name;
}

function importedFromLibrary(syntax: Syntax, name: ts.Identifier): ImportedName | undefined {
  const declaration = declarationOf(syntax, name);
  const imported = declaration && importedAs(syntax.ts, declaration);
  return imported?.module === LIBRARY ? imported : undefined;
}

/** Whether the file uses the library at all: most do not, and need no more work. */
export function usesLibrary({ text }: Syntax): boolean {
  return text.includes(`"${LIBRARY}"`) || text.includes(`'${LIBRARY}'`);
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
  if (name !== undefined) return classKind(name);
  const isPlain = syntax.ts.isIdentifier(expression);
  if (isPlain && expression.text === "Promise") return "promise";
  return isPlain && ["Array", "Set"].includes(expression.text) ? "list" : undefined;
}

function kindOfCall(syntax: Syntax, call: ts.CallExpression, depth: number): Kind | undefined {
  const { ts } = syntax;
  const callee = call.expression;
  const name = libraryName(syntax, callee);
  if (name !== undefined) return resultKind(name);
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
  return isAsync(ts, made) && made.asteriskToken === undefined ? "promise" : undefined;
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
  return elementKind(libraryName(syntax, initializer.expression) ?? "", index);
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
  return typeKind(importedFromLibrary(syntax, type.typeName)?.name ?? "");
}
