/** Which names mean something at a place of a file, and which of them are the library's. */
import type { Syntax, ts } from "./parser.js";

/** The module that every pattern imports from. */
export const LIBRARY = "sluice";

/** A list of names in braces that further names can be added to. */
export interface NameList {
  readonly syntax: "import" | "import-type" | "destructuring";
  /** The library's names in it, each with the name that it has in this file. */
  readonly names: readonly {
    readonly imported: string;
    readonly local: string;
    readonly typeOnly: boolean;
  }[];
  /** Offsets of the braces, and of the end of the last name where there is one. */
  readonly open: number;
  readonly close: number;
  readonly lastNameEnd: number | undefined;
}

/** `import { ... } from "sluice"` and `const { ... } = require("sluice")` at the top level, in their order. */
export function libraryNameLists({ ts, tree }: Syntax): NameList[] {
  const lists: NameList[] = [];
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (!isLibrary(ts, statement.moduleSpecifier) || !clause?.namedBindings) continue;
      if (!ts.isNamedImports(clause.namedBindings)) continue;
      const typeList = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
      const { elements } = clause.namedBindings;
      lists.push({
        syntax: typeList ? "import-type" : "import",
        names: elements.map((element) => ({
          imported: (element.propertyName ?? element.name).text,
          local: element.name.text,
          typeOnly: typeList || element.isTypeOnly,
        })),
        ...braces(tree, clause.namedBindings, elements),
      });
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isObjectBindingPattern(name) || !loadsLibrary(ts, initializer)) continue;
        lists.push({
          syntax: "destructuring",
          names: destructured(ts, name),
          ...braces(tree, name, name.elements),
        });
      }
    }
  }
  return lists;
}

function braces(tree: ts.SourceFile, list: ts.Node, elements: ts.NodeArray<ts.Node>) {
  return { open: list.getStart(tree), close: list.end - 1, lastNameEnd: elements.at(-1)?.end };
}

function destructured(api: typeof ts, pattern: ts.ObjectBindingPattern): NameList["names"] {
  return pattern.elements.flatMap(({ name, propertyName }) => {
    if (!api.isIdentifier(name)) return [];
    const imported = propertyName && api.isIdentifier(propertyName) ? propertyName.text : name.text;
    return [{ imported, local: name.text, typeOnly: false }];
  });
}

function isLibrary(api: typeof ts, node: ts.Node | undefined): boolean {
  return node !== undefined && api.isStringLiteralLike(node) && node.text === LIBRARY;
}

/** `require("sluice")` or `await import("sluice")`. */
function loadsLibrary(api: typeof ts, node: ts.Expression | undefined): boolean {
  const call = node && api.isAwaitExpression(node) ? node.expression : node;
  if (!call || !api.isCallExpression(call) || !isLibrary(api, call.arguments[0])) return false;
  return call.expression.kind === api.SyntaxKind.ImportKeyword || isRequire(api, call.expression);
}

export function isRequire(api: typeof ts, callee: ts.Expression): boolean {
  return api.isIdentifier(callee) && callee.text === "require";
}

/**
 * Every name declared in the scopes around `offset`, the whole file's included. A scope that `offset` is not in
 * is passed over, so that a parameter called `select` somewhere else disturbs nobody.
 */
export function namesInScope({ ts, tree }: Syntax, offset: number): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = declaredName(ts, node);
    if (name !== undefined) names.add(name);
    if (isScope(ts, node) && !(node.pos <= offset && offset <= node.end)) return;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

function declaredName(api: typeof ts, node: ts.Node): string | undefined {
  const declares =
    api.isVariableDeclaration(node) ||
    api.isBindingElement(node) ||
    api.isParameter(node) ||
    api.isFunctionDeclaration(node) ||
    api.isClassDeclaration(node) ||
    api.isEnumDeclaration(node) ||
    api.isModuleDeclaration(node) ||
    api.isInterfaceDeclaration(node) ||
    api.isTypeAliasDeclaration(node) ||
    api.isImportClause(node) ||
    api.isImportSpecifier(node) ||
    api.isNamespaceImport(node) ||
    api.isImportEqualsDeclaration(node);
  return declares && node.name && api.isIdentifier(node.name) ? node.name.text : undefined;
}

function isScope(api: typeof ts, node: ts.Node): boolean {
  return (
    api.isFunctionLike(node) ||
    api.isClassLike(node) ||
    api.isBlock(node) ||
    api.isModuleBlock(node) ||
    api.isCaseBlock(node) ||
    api.isCatchClause(node) ||
    api.isForStatement(node) ||
    api.isForInStatement(node) ||
    api.isForOfStatement(node)
  );
}
