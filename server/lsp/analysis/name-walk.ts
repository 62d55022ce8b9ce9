/**
 * Which declaration each name of a file means. One walk collects declarations and mentions; names are looked up
 * afterwards, because a function or a `var` may be used above the line that declares it. Types are passed over: they
 * leave no trace in the program that runs.
 */
import { importedAs } from "../imported-names.js";
import { isExported } from "../modifiers.js";
import type { ts } from "../parser.js";
import { accessOf } from "./access.js";
import type { Binding, BindingKind, Names, Reference, Scope } from "./names.js";

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

  #declare(name: ts.Node | undefined, kind: BindingKind, scope: Scope, exported = false): void {
    if (!name || !this.#ts.isIdentifier(name) || name.text === "") return;
    // A second `var` of a name, or an overload, is the first one.
    const known = scope.names?.get(name.text);
    if (known) {
      this.#resolved.set(name, known);
      // What is declared twice is written twice.
      if (kind === "var") known.references.push({ node: name, scope, access: "write" });
      return;
    }
    const imported = kind === "parameter" ? undefined : importedAs(this.#ts, name);
    const binding = { name: name.text, kind, scope, declaration: name, references: [], exported, imported };
    (scope.names ??= new Map()).set(name.text, binding);
    this.#bindings.push(binding);
    this.#resolved.set(name, binding);
  }

  #declarePattern(name: ts.BindingName, kind: BindingKind, scope: Scope, exported: boolean): void {
    const api = this.#ts;
    if (api.isIdentifier(name)) {
      this.#declare(name, kind, scope, exported);
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
        this.#mention(node as ts.Identifier, scope, accessOf(api, node));
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
        this.#mention(name, scope, accessOf(api, node));
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
        this.#declare((node as ts.ImportEqualsDeclaration).name, "import", scope);
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
        this.#declare((node as ts.EnumDeclaration).name, "other", scope, isExported(api, node));
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
    const exported = isExported(api, list.parent);
    for (const declaration of list.declarations) {
      this.#note(declaration);
      this.#declarePattern(declaration.name, kind, owner, exported);
      this.#visitDefaults(declaration.name, scope);
      this.#maybe(declaration.initializer, scope);
    }
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

  #visitImport({ importClause }: ts.ImportDeclaration, scope: Scope): void {
    const bindings = importClause?.namedBindings;
    this.#declare(importClause?.name, "import", scope);
    if (!bindings) return;
    const names = this.#ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
    for (const { name } of names) this.#declare(name, "import", scope);
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
      this.#declare(node.name, "class", scope, isExported(api, node));
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
      this.#declare(node.name, "function", scope, isExported(api, node));
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

  #mention(node: ts.Identifier, scope: Scope, access: Reference["access"]): void {
    if (node.text !== "") this.#mentions.push({ node, scope, access });
  }
}

function kindOfList({ NodeFlags }: typeof ts, { flags }: ts.VariableDeclarationList): BindingKind {
  if ((flags & NodeFlags.Using) !== 0) return "using";
  if ((flags & NodeFlags.Const) !== 0) return "const";
  return (flags & NodeFlags.Let) !== 0 ? "let" : "var";
}
