/** What an expression is of the library's: the function that it names, the kind of primitive that it gives. */
import { LIBRARY } from "../bindings.js";
import type { ts } from "../parser.js";
import type { Nodes } from "./nodes.js";
import { isWhole, type ImportedName } from "../imported-names.js";
import { classKind, elementKind, resultKind, typeKind, type Kind } from "../library/kinds.js";
import type { Binding, Names } from "./names.js";

/** Calls by kind that give a promise which is the whole point of the call. */
const WAITS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  channel: ["send", "receive", "next"],
  Mutex: ["lock", "withLock"],
  RWMutex: ["lock", "rLock", "withLock", "withRLock"],
  WaitGroup: ["wait"],
  Semaphore: ["acquire", "withPermit"],
  Cond: ["wait"],
  ErrGroup: ["wait"],
};

export class Values {
  readonly #nodes: Nodes;
  readonly #names: Names;
  readonly #ofBinding = new Map<Binding, Kind | undefined>();
  readonly #libraryCalls = new Map<ts.CallExpression, string | undefined>();
  readonly #methodCalls = new Map<ts.CallExpression, MethodCall | undefined>();

  constructor(nodes: Nodes, names: Names) {
    this.#nodes = nodes;
    this.#names = names;
  }

  /** What an expression is of another module: `chan`, `sluice.chan`, `fs.readFile`. */
  importedName(expression: ts.Expression): ImportedName | undefined {
    const { ts: api } = this.#nodes;
    const bare = this.#nodes.bare(expression);
    if (api.isIdentifier(bare)) return this.#names.bindingOf(bare)?.imported;
    if (!api.isPropertyAccessExpression(bare) || !api.isIdentifier(bare.expression)) return undefined;
    const whole = this.#names.bindingOf(bare.expression)?.imported;
    if (whole === undefined || !isWhole(whole)) return undefined;
    return { module: whole.module, name: bare.name.text };
  }

  /** `chan`, if the expression is that function of the library's, under whatever name. */
  libraryName(expression: ts.Expression): string | undefined {
    const imported = this.importedName(expression);
    return imported?.module === LIBRARY ? imported.name : undefined;
  }

  /** The library's function that a call calls; `go.named` counts as `go`, `ErrGroup.withContext` has its own name. */
  libraryCall(node: ts.Node): string | undefined {
    const { ts: api } = this.#nodes;
    if (!api.isCallExpression(node)) return undefined;
    if (this.#libraryCalls.has(node)) return this.#libraryCalls.get(node);
    const found = this.#findLibraryCall(node);
    this.#libraryCalls.set(node, found);
    return found;
  }

  #findLibraryCall(node: ts.CallExpression): string | undefined {
    const { ts: api } = this.#nodes;
    const direct = this.libraryName(node.expression);
    if (direct !== undefined) return direct;
    const callee = this.#nodes.bare(node.expression);
    if (!api.isPropertyAccessExpression(callee)) return undefined;
    const owner = this.libraryName(callee.expression);
    if (owner === "go" && callee.name.text === "named") return "go";
    return owner === "ErrGroup" && callee.name.text === "withContext" ? "ErrGroup.withContext" : undefined;
  }

  kindOf(expression: ts.Expression): Kind | undefined {
    const { ts: api } = this.#nodes;
    const bare = this.#nodes.bare(expression);
    if (api.isIdentifier(bare)) {
      const binding = this.#names.bindingOf(bare);
      return binding && this.kindOfBinding(binding);
    }
    if (api.isCallExpression(bare)) return this.#kindOfCall(bare);
    if (api.isNewExpression(bare)) {
      const name = this.libraryName(bare.expression);
      return name === undefined ? undefined : classKind(name);
    }
    if (!api.isPropertyAccessExpression(bare)) return undefined;
    if (bare.expression.kind === api.SyntaxKind.ThisKeyword) return this.#kindOfField(bare);
    return bare.name.text === "channel" && this.kindOf(bare.expression) === "Ticker" ? "channel" : undefined;
  }

  #kindOfCall(call: ts.CallExpression): Kind | undefined {
    const { ts: api } = this.#nodes;
    const name = this.libraryCall(call);
    if (name !== undefined) return resultKind(name);
    const callee = this.#nodes.bare(call.expression);
    if (!api.isPropertyAccessExpression(callee) || callee.name.text !== "done") return undefined;
    return this.kindOf(callee.expression) === "context" ? "channel" : undefined;
  }

  kindOfBinding(binding: Binding): Kind | undefined {
    if (this.#ofBinding.has(binding)) return this.#ofBinding.get(binding);
    this.#ofBinding.set(binding, undefined); // a variable that is made of itself
    const kind = this.#findKind(binding);
    this.#ofBinding.set(binding, kind);
    return kind;
  }

  /** What a variable is made of, where it is made once and for all. */
  initializerOf(binding: Binding): ts.Expression | undefined {
    const { ts: api } = this.#nodes;
    const { parent } = binding.declaration;
    if (!api.isVariableDeclaration(parent) || parent.name !== binding.declaration) return undefined;
    if (binding.references.some(({ access }) => access !== "read")) return undefined;
    return parent.initializer && this.#nodes.bare(parent.initializer);
  }

  #findKind(binding: Binding): Kind | undefined {
    const { ts: api } = this.#nodes;
    const { parent } = binding.declaration;
    if (api.isVariableDeclaration(parent) || api.isParameter(parent)) {
      const typed = this.#kindOfType(parent.type);
      if (typed !== undefined) return typed;
    }
    const initializer = this.initializerOf(binding);
    if (initializer) return this.kindOf(initializer);
    return api.isBindingElement(parent) ? this.#kindOfElement(parent) : undefined;
  }

  /** `const [ctx, cancel] = withTimeout(...)`, `const [group, ctx] = ErrGroup.withContext(...)` */
  #kindOfElement(element: ts.BindingElement): Kind | undefined {
    const { ts: api } = this.#nodes;
    const pattern = element.parent;
    if (!api.isArrayBindingPattern(pattern)) return undefined;
    const declaration = pattern.parent;
    if (!api.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    const name = this.libraryCall(this.#nodes.bare(declaration.initializer));
    return name === undefined ? undefined : elementKind(name, pattern.elements.indexOf(element));
  }

  #kindOfType(type: ts.TypeNode | undefined): Kind | undefined {
    const { ts: api } = this.#nodes;
    if (!type || !api.isTypeReferenceNode(type)) return undefined;
    const { typeName } = type;
    const { file } = this.#names;
    const simple = api.isIdentifier(typeName) ? file.names?.get(typeName.text)?.imported : undefined;
    if (simple?.module === LIBRARY) return typeKind(simple.name);
    if (!api.isQualifiedName(typeName) || !api.isIdentifier(typeName.left)) return undefined;
    const whole = file.names?.get(typeName.left.text)?.imported;
    return whole?.module === LIBRARY ? typeKind(typeName.right.text) : undefined;
  }

  /** `this.mu`: by the class's field of that name. */
  #kindOfField(access: ts.PropertyAccessExpression): Kind | undefined {
    const { ts: api } = this.#nodes;
    const owner = this.#nodes.classOf(access);
    if (!owner) return undefined;
    const field = owner.members.find(
      (member) => api.isPropertyDeclaration(member) && memberName(api, member.name) === access.name.text,
    ) as ts.PropertyDeclaration | undefined;
    if (!field) return undefined;
    return this.#kindOfType(field.type) ?? (field.initializer && this.kindOf(field.initializer));
  }

  /** The primitive and method of a call on one: `ch.send(1)`. */
  methodCall(node: ts.Node): MethodCall | undefined {
    const { ts: api } = this.#nodes;
    if (!api.isCallExpression(node)) return undefined;
    if (this.#methodCalls.has(node)) return this.#methodCalls.get(node);
    const found = this.#findMethodCall(node);
    this.#methodCalls.set(node, found);
    return found;
  }

  #findMethodCall(node: ts.CallExpression): MethodCall | undefined {
    const { ts: api } = this.#nodes;
    const callee = this.#nodes.bare(node.expression);
    if (!api.isPropertyAccessExpression(callee)) return undefined;
    const kind = this.kindOf(callee.expression);
    return kind && { call: node, receiver: callee.expression, kind, method: callee.name.text };
  }

  /** What a call waits for, in words, where its promise is its whole point. */
  waitOf(node: ts.Node): WaitCall | undefined {
    const name = this.libraryCall(node);
    const call = node as ts.CallExpression;
    if (name === "select" || name === "sleep") return { call, kind: name, method: name, receiver: undefined };
    const method = this.methodCall(node);
    return method && WAITS[method.kind]?.includes(method.method) ? method : undefined;
  }

  /** The same thing wherever it is written so: a variable, or a field of one class. */
  identityOf(expression: ts.Expression): object | string | undefined {
    const { ts: api } = this.#nodes;
    const bare = this.#nodes.bare(expression);
    if (api.isIdentifier(bare)) return this.#names.bindingOf(bare);
    if (!api.isPropertyAccessExpression(bare) || bare.expression.kind !== api.SyntaxKind.ThisKeyword)
      return undefined;
    const owner = this.#nodes.classOf(bare);
    return owner && `this.${bare.name.text}@${owner.pos}`;
  }
}

export interface MethodCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  readonly kind: Kind;
  readonly method: string;
}

export interface WaitCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression | undefined;
  readonly kind: Kind | "select" | "sleep";
  readonly method: string;
}

function memberName(api: typeof ts, name: ts.PropertyName): string | undefined {
  return api.isIdentifier(name) || api.isPrivateIdentifier(name) ? name.text : undefined;
}
