/**
 * Which declaration each name of a file means. One walk collects declarations and mentions; names are looked up
 * afterwards, because a function or a `var` may be used above the line that declares it. Types are passed over: they
 * leave no trace in the program that runs.
 */
import type { ts } from "../parser.js";

type BindingKind =
  "import" | "const" | "let" | "var" | "using" | "parameter" | "function" | "class" | "other";

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: Scope;
  readonly declaration: ts.Identifier;
  readonly references: Reference[];
  /** Other files may use it. */
  exported: boolean;
  /** What it is of another module; `*` for the whole of it. */
  readonly imported: ImportedName | undefined;
}

export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

export interface Reference {
  readonly node: ts.Identifier;
  readonly scope: Scope;
  /** `x = 1` writes, `x += 1` and `x++` update, which is both. */
  readonly access: "read" | "write" | "update";
}

export interface Scope {
  readonly node: ts.Node;
  readonly parent: Scope | undefined;
  /** The scope of the function that it is in, or of the file. */
  readonly home: Scope;
  /** Made with the first name: most blocks have none. */
  names: Map<string, Binding> | undefined;
}

export interface Names {
  readonly file: Scope;
  readonly bindings: readonly Binding[];
  bindingOf(identifier: ts.Node): Binding | undefined;
}

export function resolveNames(api: typeof ts, tree: ts.SourceFile, note: (node: ts.Node) => void): Names {
  const walk = new NameWalk(api, tree, note);
  return walk.names();
}

class NameWalk {
  readonly #ts: typeof ts;
  readonly #note: (node: ts.Node) => void;
  readonly #file: Scope;
  readonly #bindings: Binding[] = [];
  readonly #mentions: Reference[] = [];
  readonly #exports: Reference[] = [];
  readonly #resolved = new Map<ts.Node, Binding>();

  constructor(api: typeof ts, tree: ts.SourceFile, note: (node: ts.Node) => void) {
    this.#ts = api;
    this.#note = note;
    const file: Omit<Scope, "home"> = { node: tree, parent: undefined, names: undefined };
    this.#file = Object.assign(file, { home: file as Scope });
    for (const statement of tree.statements) this.#visit(statement, this.#file);
  }

  names(): Names {
    for (const mention of this.#mentions) this.#lookUp(mention)?.references.push(mention);
    for (const mention of this.#exports) {
      const binding = this.#lookUp(mention);
      if (binding) binding.exported = true;
    }
    const resolved = this.#resolved;
    return {
      file: this.#file,
      bindings: this.#bindings,
      bindingOf: (identifier) => resolved.get(identifier),
    };
  }

  #lookUp({ node, scope: from }: Reference): Binding | undefined {
    for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
      const binding = scope.names?.get(node.text);
      if (!binding) continue;
      this.#resolved.set(node, binding);
      return binding;
    }
    return undefined;
  }

  #scope(node: ts.Node, parent: Scope, isHome: boolean): Scope {
    const scope = { node, parent, home: parent.home, names: undefined };
    if (isHome) scope.home = scope;
    return scope;
  }

  #declare(name: ts.Node | undefined, kind: BindingKind, scope: Scope, more: Partial<Binding> = {}): void {
    if (!name || !this.#ts.isIdentifier(name) || name.text === "") return;
    // A second `var` of a name, or an overload, is the first one.
    const known = scope.names?.get(name.text);
    if (known) {
      this.#resolved.set(name, known);
      // What is declared twice is written twice.
      if (kind === "var") known.references.push({ node: name, scope, access: "write" });
      return;
    }
    const { exported = false, imported } = more;
    const binding = { name: name.text, kind, scope, declaration: name, references: [], exported, imported };
    (scope.names ??= new Map()).set(name.text, binding);
    this.#bindings.push(binding);
    this.#resolved.set(name, binding);
  }

  #declarePattern(name: ts.BindingName, kind: BindingKind, scope: Scope, exported: boolean): void {
    const api = this.#ts;
    if (api.isIdentifier(name)) {
      this.#declare(name, kind, scope, { exported });
      return;
    }
    for (const element of name.elements) {
      if (api.isBindingElement(element)) this.#declarePattern(element.name, kind, scope, exported);
    }
  }

  #visitAll(nodes: readonly ts.Node[] | undefined, scope: Scope): void {
    if (nodes) for (const node of nodes) this.#visit(node, scope);
  }

  #visit(node: ts.Node, scope: Scope): void {
    const api = this.#ts;
    const K = api.SyntaxKind;
    this.#note(node);
    switch (node.kind) {
      case K.Identifier: {
        this.#mention(node as ts.Identifier, scope, this.#accessOf(node));
        return;
      }
      case K.PropertyAccessExpression: {
        this.#visit((node as ts.PropertyAccessExpression).expression, scope);
        return;
      }
      case K.PropertyAssignment: {
        const { name, initializer } = node as ts.PropertyAssignment;
        this.#visitName(name, scope);
        this.#visit(initializer, scope);
        return;
      }
      case K.ShorthandPropertyAssignment: {
        const { name, objectAssignmentInitializer } = node as ts.ShorthandPropertyAssignment;
        this.#mention(name, scope, this.#accessOf(node));
        if (objectAssignmentInitializer) this.#visit(objectAssignmentInitializer, scope);
        return;
      }
      case K.VariableDeclarationList: {
        this.#visitVariables(node as ts.VariableDeclarationList, scope);
        return;
      }
      case K.ImportDeclaration: {
        this.#visitImport(node as ts.ImportDeclaration, scope);
        return;
      }
      case K.ImportEqualsDeclaration: {
        this.#visitImportEquals(node as ts.ImportEqualsDeclaration, scope);
        return;
      }
      case K.ExportDeclaration: {
        this.#visitExport(node as ts.ExportDeclaration, scope);
        return;
      }
      case K.InterfaceDeclaration:
      case K.TypeAliasDeclaration:
      case K.BreakStatement:
      case K.ContinueStatement:
      case K.MetaProperty:
        return;
      case K.LabeledStatement: {
        this.#visit((node as ts.LabeledStatement).statement, scope);
        return;
      }
      case K.EnumDeclaration:
      case K.ModuleDeclaration:
        this.#declare((node as ts.EnumDeclaration).name, "other", scope, {
          exported: this.#isExported(node),
        });
        if (api.isModuleDeclaration(node) && node.body) this.#visit(node.body, scope);
        if (api.isEnumDeclaration(node))
          node.members.forEach(({ initializer }) => this.#maybe(initializer, scope));
        return;
      case K.ClassDeclaration:
      case K.ClassExpression: {
        this.#visitClass(node as ts.ClassLikeDeclaration, scope);
        return;
      }
      case K.Block:
      case K.ModuleBlock:
      case K.CaseBlock:
      case K.ForStatement:
      case K.ForInStatement:
      case K.ForOfStatement: {
        const inner = this.#scope(node, scope, false);
        return api.forEachChild(node, (child) => this.#visit(child, inner));
      }
      case K.CatchClause: {
        const { variableDeclaration, block } = node as ts.CatchClause;
        const inner = this.#scope(node, scope, false);
        if (variableDeclaration) this.#declarePattern(variableDeclaration.name, "let", inner, false);
        this.#visit(block, inner);
        return;
      }
      case K.JsxAttribute: {
        this.#maybe((node as ts.JsxAttribute).initializer, scope);
        return;
      }
      case K.ExpressionWithTypeArguments: {
        this.#visit((node as ts.ExpressionWithTypeArguments).expression, scope);
        return;
      }
      case K.ExportAssignment: {
        const { expression } = node as ts.ExportAssignment;
        if (api.isIdentifier(expression)) this.#exports.push({ node: expression, scope, access: "read" });
        this.#visit(expression, scope);
        return;
      }
      default: {
        this.#visitOther(node, scope);
        return;
      }
    }
  }

  #visitOther(node: ts.Node, scope: Scope): void {
    const api = this.#ts;
    if (api.isFunctionLike(node)) {
      this.#visitFunction(node, scope);
      return;
    }
    if (api.isTypeNode(node)) return;
    if (api.isPropertyDeclaration(node)) {
      this.#visitName(node.name, scope);
      this.#visitAll(node.modifiers, scope);
      // An initializer runs as if it were a method of its own.
      if (node.initializer) this.#visit(node.initializer, this.#scope(node, scope, true));
      return;
    }
    api.forEachChild(node, (child) => this.#visit(child, scope));
  }

  #maybe(node: ts.Node | undefined, scope: Scope): void {
    if (node) this.#visit(node, scope);
  }

  #visitName(name: ts.PropertyName, scope: Scope): void {
    if (this.#ts.isComputedPropertyName(name)) this.#visit(name.expression, scope);
  }

  #visitVariables(list: ts.VariableDeclarationList, scope: Scope): void {
    const api = this.#ts;
    const kind = kindOfList(api, list);
    const owner = kind === "var" ? scope.home : scope;
    const exported = this.#isExported(list.parent);
    for (const declaration of list.declarations) {
      this.#note(declaration);
      const module = this.#loadedModule(declaration.initializer);
      if (module === undefined) {
        this.#declarePattern(declaration.name, kind, owner, exported);
      } else if (api.isIdentifier(declaration.name)) {
        this.#declare(declaration.name, kind, owner, { exported, imported: { module, name: "*" } });
      } else {
        this.#declareLoaded(declaration.name, kind, owner, module);
      }
      this.#visitDefaults(declaration.name, scope);
      this.#maybe(declaration.initializer, scope);
    }
  }

  /** `const { chan: make } = require("sluice")` */
  #declareLoaded(pattern: ts.BindingPattern, kind: BindingKind, scope: Scope, module: string): void {
    const api = this.#ts;
    for (const element of pattern.elements) {
      if (!api.isBindingElement(element)) continue;
      const key = element.propertyName ?? element.name;
      const imported = api.isIdentifier(key) ? { module, name: key.text } : undefined;
      if (api.isIdentifier(element.name)) this.#declare(element.name, kind, scope, { imported });
      else this.#declarePattern(element.name, kind, scope, false);
    }
  }

  #loadedModule(initializer: ts.Expression | undefined): string | undefined {
    const api = this.#ts;
    const call = initializer && api.isAwaitExpression(initializer) ? initializer.expression : initializer;
    if (!call || !api.isCallExpression(call)) return undefined;
    const { expression: callee, arguments: args } = call;
    const loads =
      callee.kind === api.SyntaxKind.ImportKeyword || (api.isIdentifier(callee) && callee.text === "require");
    const [specifier] = args;
    return loads && specifier && api.isStringLiteralLike(specifier) ? specifier.text : undefined;
  }

  #visitDefaults(name: ts.BindingName, scope: Scope): void {
    const api = this.#ts;
    if (api.isIdentifier(name)) return;
    for (const element of name.elements) {
      if (!api.isBindingElement(element)) continue;
      if (element.propertyName) this.#visitName(element.propertyName, scope);
      this.#maybe(element.initializer, scope);
      this.#visitDefaults(element.name, scope);
    }
  }

  #visitImport({ importClause, moduleSpecifier }: ts.ImportDeclaration, scope: Scope): void {
    const api = this.#ts;
    if (!importClause || !api.isStringLiteralLike(moduleSpecifier)) return;
    const module = moduleSpecifier.text;
    const declare = (name: ts.Identifier | undefined, imported: string): void =>
      this.#declare(name, "import", scope, { imported: { module, name: imported } });
    declare(importClause.name, "default");
    const { namedBindings } = importClause;
    if (!namedBindings) return;
    if (api.isNamespaceImport(namedBindings)) {
      declare(namedBindings.name, "*");
      return;
    }
    for (const { name, propertyName } of namedBindings.elements) declare(name, (propertyName ?? name).text);
  }

  #visitImportEquals({ name, moduleReference }: ts.ImportEqualsDeclaration, scope: Scope): void {
    const api = this.#ts;
    const specifier = api.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
    const module = specifier && api.isStringLiteralLike(specifier) ? specifier.text : undefined;
    this.#declare(name, "import", scope, module === undefined ? {} : { imported: { module, name: "*" } });
  }

  #visitExport({ moduleSpecifier, exportClause }: ts.ExportDeclaration, scope: Scope): void {
    const api = this.#ts;
    if (moduleSpecifier || !exportClause || !api.isNamedExports(exportClause)) return;
    for (const { name, propertyName } of exportClause.elements) {
      const local = propertyName ?? name;
      if (api.isIdentifier(local)) this.#exports.push({ node: local, scope, access: "read" });
    }
  }

  #visitClass(node: ts.ClassLikeDeclaration, scope: Scope): void {
    const api = this.#ts;
    const inner = this.#scope(node, scope, false);
    if (api.isClassDeclaration(node)) {
      this.#declare(node.name, "class", scope, { exported: this.#isExported(node) });
    } else this.#declare(node.name, "class", inner);
    this.#visitAll(node.modifiers, scope);
    this.#visitAll(node.heritageClauses, inner);
    this.#visitAll(node.members, inner);
  }

  #visitFunction(node: ts.SignatureDeclaration, scope: Scope): void {
    const api = this.#ts;
    const inner = this.#scope(node, scope, true);
    const { name, parameters } = node;
    if (api.isFunctionDeclaration(node)) {
      this.#declare(node.name, "function", scope, { exported: this.#isExported(node) });
    } else if (api.isFunctionExpression(node)) this.#declare(node.name, "function", inner);
    else if (name && api.isComputedPropertyName(name)) this.#visit(name.expression, scope);
    if (api.canHaveModifiers(node)) this.#visitAll(node.modifiers, scope);
    for (const parameter of parameters) {
      this.#declarePattern(parameter.name, "parameter", inner, false);
      this.#visitDefaults(parameter.name, inner);
      this.#maybe(parameter.initializer, inner);
    }
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (!body) return;
    // Parameters and the body's own names are one scope.
    if (api.isBlock(body)) for (const statement of body.statements) this.#visit(statement, inner);
    else this.#visit(body, inner);
  }

  #isExported(node: ts.Node): boolean {
    const api = this.#ts;
    const modifiers = api.canHaveModifiers(node) ? api.getModifiers(node) : undefined;
    return modifiers?.some(({ kind }) => kind === api.SyntaxKind.ExportKeyword) ?? false;
  }

  #mention(node: ts.Identifier, scope: Scope, access: Reference["access"]): void {
    if (node.text !== "") this.#mentions.push({ node, scope, access });
  }

  /** What a mention does to the variable. Patterns on the left of `=` write what they name. */
  #accessOf(node: ts.Node): Reference["access"] {
    const api = this.#ts;
    const K = api.SyntaxKind;
    let inner = node;
    for (let outer = node.parent; ; inner = outer, outer = outer.parent) {
      if (api.isBinaryExpression(outer)) {
        const operator = outer.operatorToken.kind;
        if (outer.left !== inner || operator < K.FirstAssignment || operator > K.LastAssignment)
          return "read";
        if (operator === K.EqualsToken) return "write";
        return inner === node ? "update" : "read";
      }
      if (api.isPrefixUnaryExpression(outer) || api.isPostfixUnaryExpression(outer)) {
        const counts = outer.operator === K.PlusPlusToken || outer.operator === K.MinusMinusToken;
        return counts && inner === node ? "update" : "read";
      }
      if (api.isForInStatement(outer) || api.isForOfStatement(outer)) {
        return outer.initializer === inner ? "write" : "read";
      }
      const inPattern =
        api.isArrayLiteralExpression(outer) ||
        api.isObjectLiteralExpression(outer) ||
        api.isSpreadElement(outer) ||
        api.isSpreadAssignment(outer) ||
        api.isParenthesizedExpression(outer) ||
        (api.isShorthandPropertyAssignment(outer) && outer.name === inner) ||
        (api.isPropertyAssignment(outer) && outer.initializer === inner);
      if (!inPattern) return "read";
    }
  }
}

function kindOfList({ NodeFlags }: typeof ts, { flags }: ts.VariableDeclarationList): BindingKind {
  if ((flags & NodeFlags.Using) !== 0) return "using";
  if ((flags & NodeFlags.Const) !== 0) return "const";
  return (flags & NodeFlags.Let) !== 0 ? "let" : "var";
}
