/** What the names of a file are of other modules, by `import`, `require()` and `await import()`. */
import type { ts } from "./parser.js";

export interface ImportedName {
  readonly module: string;
  /** `*` for the whole of it. */
  readonly name: string;
}

/** `import * as all`, `import all`, `const all = require()`: its properties are the module's names. */
export function isWhole({ name }: ImportedName): boolean {
  return name === "*" || name === "default";
}

/** @param declared the name in a declaration */
export function importedAs(api: typeof ts, declared: ts.Identifier): ImportedName | undefined {
  const { parent } = declared;
  if (api.isImportSpecifier(parent)) {
    return of(moduleOf(api, parent.parent.parent.parent), (parent.propertyName ?? parent.name).text);
  }
  if (api.isNamespaceImport(parent)) return of(moduleOf(api, parent.parent.parent), "*");
  if (api.isImportClause(parent)) return of(moduleOf(api, parent.parent), "default");
  if (api.isImportEqualsDeclaration(parent)) {
    const { moduleReference } = parent;
    const specifier = api.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
    return of(specifier && textOf(api, specifier), "*");
  }
  if (api.isVariableDeclaration(parent)) return of(loadedModule(api, parent.initializer), "*");
  if (!api.isBindingElement(parent) || !api.isVariableDeclaration(parent.parent.parent)) return undefined;
  // `const { chan: make } = require("sluice")`
  const key = parent.propertyName ?? parent.name;
  const module = loadedModule(api, parent.parent.parent.initializer);
  return api.isIdentifier(key) ? of(module, key.text) : undefined;
}

/** Of `require("x")` or `await import("x")`. */
export function loadedModule(api: typeof ts, node: ts.Expression | undefined): string | undefined {
  const call = node && api.isAwaitExpression(node) ? node.expression : node;
  if (!call || !api.isCallExpression(call)) return undefined;
  const loads = call.expression.kind === api.SyntaxKind.ImportKeyword || isRequire(api, call.expression);
  const [module] = call.arguments;
  return loads && module ? textOf(api, module) : undefined;
}

export function isRequire(api: typeof ts, callee: ts.Expression): boolean {
  return api.isIdentifier(callee) && callee.text === "require";
}

function of(module: string | undefined, name: string): ImportedName | undefined {
  return module === undefined ? undefined : { module, name };
}

function moduleOf(api: typeof ts, declaration: ts.ImportDeclaration | ts.JSDocImportTag): string | undefined {
  return textOf(api, declaration.moduleSpecifier);
}

function textOf(api: typeof ts, specifier: ts.Expression): string | undefined {
  return api.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
