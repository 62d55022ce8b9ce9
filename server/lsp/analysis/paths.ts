/**
 * Every way through a function, at once. A fact that can hold or not hold (a lock is held, a channel is closed) is a bit
 * each for "it may hold" and "it may not"; a walk in the order of execution carries the set of what may be, and where
 * ways part and meet again the sets are joined. So "on every way" is "the other bit is not set", a loop is walked until
 * nothing new comes in, and `finally` is walked once for each way into it.
 *
 * What is thrown is followed too: from wherever the rule says that something can throw, to the handler around it.
 */
import type { ts } from "../parser.js";
import type { Nodes } from "./nodes.js";

/** A set of states; 0 is nowhere: no way leads here. */
export type Bits = number;

export interface PathRule {
  /** What is so after this node, if that was so before. Nested functions are handed over whole. */
  step(node: ts.Node, before: Bits): Bits;
  throws?(node: ts.Node): boolean;
}

export interface Exit {
  readonly node: ts.Node;
  readonly bits: Bits;
}

export interface Exits {
  /** At the end of the body. */
  readonly end: Bits;
  readonly returns: readonly Exit[];
  /** Out of the body, uncaught. */
  readonly thrown: readonly Exit[];
}

export function walkPaths(nodes: Nodes, body: ts.Node, start: Bits, rule: PathRule): Exits {
  return new PathWalk(nodes, rule).run(body, start);
}

interface Target {
  readonly label: string | undefined;
  readonly isLoop: boolean;
  /** How many `finally` blocks were around it. */
  readonly depth: number;
  breaks: Bits;
  continues: Bits;
}

class PathWalk {
  readonly #nodes: Nodes;
  readonly #ts: typeof ts;
  readonly #rule: PathRule;
  readonly #returns: Exit[] = [];
  readonly #targets: Target[] = [];
  #finallies: ts.Block[] = [];
  #thrown: Exit[] = [];

  constructor(nodes: Nodes, rule: PathRule) {
    this.#nodes = nodes;
    this.#ts = nodes.ts;
    this.#rule = rule;
  }

  run(body: ts.Node, start: Bits): Exits {
    const api = this.#ts;
    let end: Bits;
    if (api.isBlock(body) || api.isSourceFile(body)) end = this.#all(body.statements, start);
    else end = this.#expression(body, start);
    return { end, returns: this.#returns, thrown: this.#thrown };
  }

  #all(statements: readonly ts.Statement[], bits: Bits): Bits {
    let now = bits;
    for (const statement of statements) {
      if (now === 0) break;
      now = this.#statement(statement, now);
    }
    return now;
  }

  #statement(node: ts.Statement, bits: Bits, label?: string): Bits {
    const api = this.#ts;
    if (bits === 0) return 0;
    if (api.isBlock(node)) return this.#all(node.statements, bits);
    if (api.isIfStatement(node)) {
      const tested = this.#expression(node.expression, bits);
      const then = this.#statement(node.thenStatement, tested);
      return then | (node.elseStatement ? this.#statement(node.elseStatement, tested) : tested);
    }
    if (this.#nodes.isLoop(node)) return this.#loop(node, bits, label);
    if (api.isLabeledStatement(node)) return this.#labeled(node, bits);
    if (api.isSwitchStatement(node)) return this.#switch(node, bits);
    if (api.isTryStatement(node)) return this.#try(node, bits);
    if (api.isReturnStatement(node)) {
      const given = node.expression ? this.#expression(node.expression, bits) : bits;
      const left = this.#leave(0, given);
      if (left !== 0) this.#returns.push({ node, bits: left });
      return 0;
    }
    if (api.isThrowStatement(node)) {
      const given = this.#expression(node.expression, bits);
      if (given !== 0) this.#thrown.push({ node, bits: given });
      return 0;
    }
    if (api.isBreakOrContinueStatement(node)) return this.#jump(node, bits);
    return this.#expression(node, bits);
  }

  #labeled({ statement, label }: ts.LabeledStatement, bits: Bits): Bits {
    if (this.#nodes.isLoop(statement)) return this.#statement(statement, bits, label.text);
    const target = this.#push(label.text, false);
    const end = this.#statement(statement, bits);
    this.#targets.pop();
    return end | target.breaks;
  }

  #push(label: string | undefined, isLoop: boolean): Target {
    const target = { label, isLoop, depth: this.#finallies.length, breaks: 0, continues: 0 };
    this.#targets.push(target);
    return target;
  }

  #jump(node: ts.BreakOrContinueStatement, bits: Bits): Bits {
    const api = this.#ts;
    const continues = api.isContinueStatement(node);
    const wanted = node.label?.text;
    const target = this.#targets.findLast((one) =>
      wanted === undefined ? one.isLoop || (!continues && one.label === undefined) : one.label === wanted,
    );
    if (!target) return 0;
    const left = this.#leave(target.depth, bits);
    if (continues) target.continues |= left;
    else target.breaks |= left;
    return 0;
  }

  /** Through the `finally` blocks down to `depth`, the innermost first. */
  #leave(depth: number, bits: Bits): Bits {
    const all = this.#finallies;
    let now = bits;
    for (let at = all.length - 1; at >= depth && now !== 0; at--) {
      const block = all[at];
      if (!block) continue;
      this.#finallies = all.slice(0, at);
      now = this.#all(block.statements, now);
    }
    this.#finallies = all;
    return now;
  }

  #loop(node: ts.IterationStatement, bits: Bits, label: string | undefined): Bits {
    const api = this.#ts;
    let entry = bits;
    if (api.isForStatement(node) && node.initializer) entry = this.#expression(node.initializer, entry);
    if (api.isForOfStatement(node) || api.isForInStatement(node))
      entry = this.#expression(node.expression, entry);
    const target = this.#push(label, true);
    let head = entry;
    let exit = 0;
    for (;;) {
      const { body, after } = this.#turn(node, head);
      exit |= after;
      const next = head | body;
      if (next === head) break;
      head = next;
    }
    this.#targets.pop();
    return exit | target.breaks;
  }

  /** One time round: what comes back to the head, and what leaves by the condition. */
  #turn(node: ts.IterationStatement, head: Bits): { body: Bits; after: Bits } {
    const api = this.#ts;
    const target = this.#targets.at(-1);
    const round = (start: Bits): Bits => this.#statement(node.statement, start) | (target?.continues ?? 0);
    if (api.isDoStatement(node)) {
      const end = this.#expression(node.expression, round(head));
      return { body: end, after: this.#nodes.isTrue(node.expression) ? 0 : end };
    }
    if (api.isWhileStatement(node)) {
      const tested = this.#expression(node.expression, head);
      return { body: round(tested), after: this.#nodes.isTrue(node.expression) ? 0 : tested };
    }
    if (api.isForStatement(node)) {
      const tested = node.condition ? this.#expression(node.condition, head) : head;
      const end = round(tested);
      return {
        body: node.incrementor ? this.#expression(node.incrementor, end) : end,
        after: this.#nodes.isTrue(node.condition) ? 0 : tested,
      };
    }
    // The head of `for await` waits itself, and may throw.
    if (this.#rule.throws?.(node) === true && head !== 0) this.#thrown.push({ node, bits: head });
    return { body: round(head), after: head };
  }

  #switch(node: ts.SwitchStatement, bits: Bits): Bits {
    const api = this.#ts;
    const target: Target = {
      label: undefined,
      isLoop: false,
      depth: this.#finallies.length,
      breaks: 0,
      continues: 0,
    };
    const tested = this.#expression(node.expression, bits);
    this.#targets.push(target);
    let running = 0;
    let hasDefault = false;
    for (const clause of node.caseBlock.clauses) {
      if (api.isDefaultClause(clause)) hasDefault = true;
      else this.#expression(clause.expression, tested);
      running = this.#all(clause.statements, running | tested);
    }
    this.#targets.pop();
    return running | target.breaks | (hasDefault ? 0 : tested);
  }

  #try({ tryBlock, catchClause, finallyBlock }: ts.TryStatement, bits: Bits): Bits {
    const outside = this.#thrown;
    if (finallyBlock) this.#finallies = [...this.#finallies, finallyBlock];
    this.#thrown = [];
    let end = this.#all(tryBlock.statements, bits);
    let escaping = this.#thrown;
    if (catchClause) {
      const caught = escaping.reduce((sum, one) => sum | one.bits, 0);
      this.#thrown = [];
      end |= this.#all(catchClause.block.statements, caught);
      escaping = this.#thrown;
    }
    this.#thrown = outside;
    if (!finallyBlock) {
      outside.push(...escaping);
      return end;
    }
    this.#finallies = this.#finallies.slice(0, -1);
    for (const { node, bits: thrown } of escaping) {
      const left = this.#all(finallyBlock.statements, thrown);
      if (left !== 0) outside.push({ node, bits: left });
    }
    return this.#all(finallyBlock.statements, end);
  }

  /** Anything without statements of its own flow, in the order in which it is computed. */
  #expression(node: ts.Node, bits: Bits): Bits {
    const api = this.#ts;
    if (bits === 0) return 0;
    if (this.#nodes.isFunction(node) || api.isClassLike(node)) return this.#rule.step(node, bits);
    if (api.isTypeNode(node)) return bits;
    let now = bits;
    if (api.isBinaryExpression(node) && isShortCut(api, node.operatorToken.kind)) {
      const left = this.#expression(node.left, now);
      now = left | this.#expression(node.right, left);
    } else if (api.isConditionalExpression(node)) {
      const tested = this.#expression(node.condition, now);
      now = this.#expression(node.whenTrue, tested) | this.#expression(node.whenFalse, tested);
    } else {
      api.forEachChild(node, (child) => {
        now = this.#expression(child, now);
      });
    }
    if (now !== 0 && this.#rule.throws?.(node) === true) this.#thrown.push({ node, bits: now });
    return this.#rule.step(node, now);
  }
}

function isShortCut(api: typeof ts, operator: ts.SyntaxKind): boolean {
  const K = api.SyntaxKind;
  return (
    operator === K.AmpersandAmpersandToken ||
    operator === K.BarBarToken ||
    operator === K.QuestionQuestionToken ||
    operator === K.AmpersandAmpersandEqualsToken ||
    operator === K.BarBarEqualsToken ||
    operator === K.QuestionQuestionEqualsToken
  );
}
