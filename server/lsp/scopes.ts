/**
 * Which declaration a name means. Scopes are read when somebody asks, each once for a tree: what most requests need is
 * the few scopes around one place, not those of the whole file.
 */
import type { Syntax, ts } from "./parser.js";

type Names = ReadonlyMap<string, ts.Identifier>;

const ownNames = new WeakMap<ts.Node, Names>();
const byText = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** The name in the declaration that `identifier` refers to; itself, if it is that name. */
export function declarationOf(syntax: Syntax, identifier: ts.Identifier): ts.Identifier | undefined {
  return lookUp(syntax, identifier.text, identifier);
}

/** What `name` means at `place`. */
function lookUp(syntax: Syntax, name: string, place: ts.Node): ts.Identifier | undefined {
  for (let node: ts.Node | undefined = place; node; node = parentOf(node)) {
    if (!opensScope(syntax.ts, node)) continue;
    const declared = namesOf(syntax, node).get(name);
    if (declared) return declared;
  }
  return undefined;
}

/** Every use of a declared name, its declaration among them, in the order of the text. */
export function referencesTo(syntax: Syntax, declaration: ts.Identifier): ts.Identifier[] {
  let index = byText.get(syntax.tree);
  if (!index) {
    index = indexIdentifiers(syntax);
    byText.set(syntax.tree, index);
  }
  const same = index.get(declaration.text) ?? [];
  return same.filter((identifier) => declarationOf(syntax, identifier) === declaration);
}

/** What can be named at `place`, the nearest declaration of each name. */
export function visibleFrom(syntax: Syntax, place: ts.Node): Names {
  const visible = new Map<string, ts.Identifier>();
  for (let node: ts.Node | undefined = place; node; node = parentOf(node)) {
    if (!opensScope(syntax.ts, node)) continue;
    for (const [name, declared] of namesOf(syntax, node)) {
      if (!visible.has(name)) visible.set(name, declared);
    }
  }
  return visible;
}

/** The deepest node around an offset, a name that ends there among them. */
export function nodeAt({ ts, tree }: Syntax, offset: number): ts.Node {
  let node: ts.Node = tree;
  for (;;) {
    const deeper: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(tree) <= offset && offset <= child.end && child.end > child.pos ? child : undefined,
    );
    if (deeper === undefined) return node;
    node = deeper;
  }
}

/** Trees are made with parents; only the file has none, which the type does not say. */
export function parentOf(node: ts.Node): ts.Node | undefined {
  return node.parent;
}

/** The nearest node upwards, itself among them, that passes. */
export function closest<T extends ts.Node>(
  node: ts.Node | undefined,
  test: (node: ts.Node) => node is T,
): T | undefined {
  for (let each = node; each; each = parentOf(each)) if (test(each)) return each;
  return undefined;
}

/** Names, not the keys of properties, labels and the like. */
export function isReference(api: typeof ts, node: ts.Node): node is ts.Identifier {
  if (!api.isIdentifier(node)) return false;
  const parent = parentOf(node);
  if (!parent) return false;
  if (api.isPropertyAccessExpression(parent) || api.isQualifiedName(parent)) {
    return (api.isPropertyAccessExpression(parent) ? parent.name : parent.right) !== node;
  }
  if (api.isBindingElement(parent) || api.isImportSpecifier(parent)) return parent.propertyName !== node;
  const isKey =
    (api.isPropertyAssignment(parent) ||
      api.isMethodDeclaration(parent) ||
      api.isPropertyDeclaration(parent) ||
      api.isPropertySignature(parent) ||
      api.isMethodSignature(parent) ||
      api.isGetAccessor(parent) ||
      api.isSetAccessor(parent) ||
      api.isEnumMember(parent)) &&
    parent.name === node;
  return !isKey && !api.isJsxAttribute(parent) && !api.isLabeledStatement(parent);
}

function indexIdentifiers({ ts, tree }: Syntax): Map<string, ts.Identifier[]> {
  const index = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (isReference(ts, node)) {
      const known = index.get(node.text);
      if (known) known.push(node);
      else index.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return index;
}

/** A scope that values are declared in. */
export function opensScope(api: typeof ts, node: ts.Node): boolean {
  return (
    api.isSourceFile(node) ||
    api.isFunctionLike(node) ||
    api.isBlock(node) ||
    api.isModuleBlock(node) ||
    api.isCaseBlock(node) ||
    api.isCatchClause(node) ||
    api.isForStatement(node) ||
    api.isForInStatement(node) ||
    api.isForOfStatement(node) ||
    api.isClassExpression(node)
  );
}

function namesOf({ ts: api }: Syntax, scope: ts.Node): Names {
  const known = ownNames.get(scope);
  if (known) return known;
  const names = new Map<string, ts.Identifier>();
  // As in a Map: of two declarations of one name the first is the one that all mean.
  const declare = (name: ts.Node | undefined): void => {
    if (name && api.isIdentifier(name) && !names.has(name.text)) names.set(name.text, name);
  };
  if (api.isFunctionExpression(scope) || api.isClassExpression(scope)) declare(scope.name);
  const hoists = api.isSourceFile(scope) || api.isFunctionLike(scope);
  const visit = (node: ts.Node, nested: boolean): void => {
    if (api.isFunctionDeclaration(node) || api.isClassDeclaration(node)) {
      if (!nested) declare(node.name);
      return;
    }
    if (api.isVariableDeclaration(node) || api.isBindingElement(node) || api.isParameter(node)) {
      if (!nested || isVar(api, node)) declare(node.name);
    } else if (!nested && isNamed(api, node)) declare(node.name);
    const opens = opensScope(api, node);
    // Into a function nothing is hoisted, and nothing but `var` out of a block.
    if (opens && (!hoists || api.isFunctionLike(node))) return;
    api.forEachChild(node, (child) => visit(child, nested || opens));
  };
  api.forEachChild(scope, (child) => visit(child, false));
  ownNames.set(scope, names);
  return names;
}

function isNamed(api: typeof ts, node: ts.Node): node is ts.ImportSpecifier | ts.NamespaceImport {
  return (
    api.isImportClause(node) ||
    api.isImportSpecifier(node) ||
    api.isNamespaceImport(node) ||
    api.isImportEqualsDeclaration(node) ||
    api.isEnumDeclaration(node)
  );
}

function isVar(api: typeof ts, node: ts.Node): boolean {
  const list = closest(node, (each): each is ts.VariableDeclarationList =>
    api.isVariableDeclarationList(each),
  );
  return list !== undefined && (list.flags & api.NodeFlags.BlockScoped) === 0;
}
