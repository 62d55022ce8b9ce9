/** Questions about a node and what surrounds it. */
import { isAsync, isStatic } from "../modifiers.js";
import type { ts } from "../parser.js";

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export type Loop =
  ts.WhileStatement | ts.DoStatement | ts.ForStatement | ts.ForInStatement | ts.ForOfStatement;

export class Nodes {
  readonly ts: typeof ts;
  readonly tree: ts.SourceFile;

  constructor(api: typeof ts, tree: ts.SourceFile) {
    this.ts = api;
    this.tree = tree;
  }

  isFunction(node: ts.Node): node is FunctionNode {
    const api = this.ts;
    return (
      api.isArrowFunction(node) ||
      api.isFunctionExpression(node) ||
      api.isFunctionDeclaration(node) ||
      api.isMethodDeclaration(node) ||
      api.isConstructorDeclaration(node) ||
      api.isAccessor(node)
    );
  }

  isLoop(node: ts.Node): node is Loop {
    return this.ts.isIterationStatement(node, false);
  }

  isAsync(node: ts.Node): boolean {
    return isAsync(this.ts, node);
  }

  isStatic(node: ts.Node): boolean {
    return isStatic(this.ts, node);
  }

  classOf(node: ts.Node): ts.ClassLikeDeclaration | undefined {
    for (let outer = node.parent as ts.Node | undefined; outer; outer = outer.parent) {
      if (this.ts.isClassLike(outer)) return outer;
    }
    return undefined;
  }

  isUsing(list: ts.Node): boolean {
    return (list.flags & this.ts.NodeFlags.Using) !== 0;
  }

  /** The function that this code runs in; nothing at the top level of the file, or in a class's fields. */
  functionOf(node: ts.Node): FunctionNode | undefined {
    for (let outer = node.parent as ts.Node | undefined; outer; outer = outer.parent) {
      if (this.isFunction(outer)) return outer;
      if (this.ts.isClassLike(outer)) return undefined;
    }
    return undefined;
  }

  /** Whether `await` may be written here: in an async function, or at the top level of a module. */
  canAwait(node: ts.Node): boolean {
    const home = this.functionOf(node);
    if (home) return this.isAsync(home) && this.bodyHolds(home, node);
    for (let outer = node.parent as ts.Node | undefined; outer; outer = outer.parent) {
      if (this.ts.isClassLike(outer)) return false;
    }
    return this.tree.statements.some(
      (one) =>
        this.ts.isImportDeclaration(one) ||
        this.ts.isExportDeclaration(one) ||
        this.ts.isExportAssignment(one),
    );
  }

  bodyHolds(home: FunctionNode, node: ts.Node): boolean {
    const { body } = home;
    return body !== undefined && body.pos <= node.pos && node.end <= body.end;
  }

  /** The statement that it is part of. */
  statementOf(node: ts.Node): ts.Statement | undefined {
    for (let one = node as ts.Node | undefined; one; one = one.parent) {
      if (this.ts.isStatement(one) && !this.ts.isBlock(one)) return one;
    }
    return undefined;
  }

  /** The statements that a statement stands among; nothing where it is the only one, as the body of an `if`. */
  siblingsOf(statement: ts.Statement): readonly ts.Statement[] | undefined {
    const { ts: api } = this;
    const { parent } = statement;
    return api.isBlock(parent) || api.isSourceFile(parent) || api.isCaseOrDefaultClause(parent)
      ? parent.statements
      : undefined;
  }

  /** Loops around it within its own function, the innermost first. */
  loopsAround(node: ts.Node): Loop[] {
    const loops: Loop[] = [];
    for (let one = node.parent as ts.Node | undefined, inner = node; one; inner = one, one = one.parent) {
      if (this.isFunction(one) || this.ts.isClassLike(one)) break;
      // What a loop begins with runs once.
      const once = this.ts.isForStatement(one)
        ? inner === one.initializer
        : (this.ts.isForOfStatement(one) || this.ts.isForInStatement(one)) && inner === one.expression;
      if (this.isLoop(one) && !once) loops.push(one);
    }
    return loops;
  }

  contains(outer: ts.Node, inner: ts.Node): boolean {
    for (let one = inner as ts.Node | undefined; one; one = one.parent) if (one === outer) return true;
    return false;
  }

  /** Walks a subtree without what stands in functions of its own. `false` stops the descent below a node. */
  forEachOwn(root: ts.Node, visit: (node: ts.Node) => boolean | undefined): void {
    const step = (node: ts.Node): void => {
      if (visit(node) === false || (node !== root && (this.isFunction(node) || this.ts.isClassLike(node))))
        return;
      this.ts.forEachChild(node, step);
    };
    step(root);
  }

  someOwn(root: ts.Node, test: (node: ts.Node) => boolean): boolean {
    let found = false;
    this.forEachOwn(root, (node) => {
      if (!found && test(node)) found = true;
      return found ? false : undefined;
    });
    return found;
  }

  some(root: ts.Node, test: (node: ts.Node) => boolean): boolean {
    const step = (node: ts.Node): boolean =>
      test(node) || this.ts.forEachChild(node, (one) => step(one) || undefined) === true;
    return step(root);
  }

  /** Without parentheses, `!`, `as` and `satisfies`. */
  bare(node: ts.Expression): ts.Expression {
    const { ts: api } = this;
    let one = node;
    while (
      api.isParenthesizedExpression(one) ||
      api.isNonNullExpression(one) ||
      api.isAsExpression(one) ||
      api.isSatisfiesExpression(one)
    ) {
      one = one.expression;
    }
    return one;
  }

  /** The outermost of the parentheses and casts around an expression. */
  wrapped(node: ts.Node): ts.Node {
    const { ts: api } = this;
    let one = node;
    while (
      api.isParenthesizedExpression(one.parent) ||
      api.isNonNullExpression(one.parent) ||
      api.isAsExpression(one.parent) ||
      api.isSatisfiesExpression(one.parent)
    ) {
      one = one.parent;
    }
    return one;
  }

  isTrue(node: ts.Expression | undefined): boolean {
    const { ts: api } = this;
    if (!node) return true;
    const bare = this.bare(node);
    return bare.kind === api.SyntaxKind.TrueKeyword || (api.isNumericLiteral(bare) && bare.text !== "0");
  }

  /** `for (;;)`, `while (true)`: nothing but a jump leaves it. */
  isEndless(loop: Loop): boolean {
    const { ts: api } = this;
    if (api.isForStatement(loop)) return this.isTrue(loop.condition);
    return (api.isWhileStatement(loop) || api.isDoStatement(loop)) && this.isTrue(loop.expression);
  }

  text(node: ts.Node): string {
    return this.tree.text.slice(this.start(node), node.end);
  }

  start(node: ts.Node): number {
    return node.getStart(this.tree);
  }

  line(node: ts.Node): number {
    return this.tree.getLineAndCharacterOfPosition(this.start(node)).line + 1;
  }
}
