/** Which names mean something at a place of a file, and which of them are the library's. */
import { loadedModule } from "./imported-names.js";
import type { Syntax, ts } from "./parser.js";
import { opensScope } from "./scopes.js";

/** The module that most names of the patterns come from. */
export const LIBRARY = "sluice";

/** A list of names in braces that further names can be added to. */
export interface NameList {
  /** What it takes names from, as the file writes it. */
  readonly module: string;
  readonly syntax: "import" | "import-type" | "destructuring";
  /** The module's names in it, each with the name that it has in this file. */
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

/** `import { ... } from "x"` and `const { ... } = require("x")` at the top level, in their order. */
export function nameLists({ ts, tree }: Syntax): NameList[] {
  const lists: NameList[] = [];
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (!ts.isStringLiteralLike(statement.moduleSpecifier) || !clause?.namedBindings) continue;
      if (!ts.isNamedImports(clause.namedBindings)) continue;
      const typeList = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
      const { elements } = clause.namedBindings;
      lists.push({
        module: statement.moduleSpecifier.text,
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
        const module = loadedModule(ts, initializer);
        if (!ts.isObjectBindingPattern(name) || module === undefined) continue;
        lists.push({
          module,
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

/**
 * Every name declared in the scopes around `offset`, the whole file's included. A scope that `offset` is not in
 * is passed over, so that a parameter called `select` somewhere else disturbs nobody.
 */
export function namesInScope({ ts, tree }: Syntax, offset: number): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = declaredName(ts, node);
    if (name !== undefined) names.add(name);
    if ((opensScope(ts, node) || ts.isClassLike(node)) && !(node.pos <= offset && offset <= node.end)) return;
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
