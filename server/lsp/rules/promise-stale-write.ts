/**
 * Read, await, write from the old value. ESLint's require-atomic-updates speaks of every variable that is assigned after an
 * await, and is switched off everywhere. This one wants all of: state that outlives the function; a function that can be
 * under way twice; a new value that is computed from the old one (a sum, a list or an object with something more) and not
 * only put back; no look at the state in between; and no lock anywhere near.
 */
import { mayMeetItself } from "../analysis/concurrent.js";
import type { FileAnalysis } from "../analysis/file.js";
import type { FunctionNode } from "../analysis/nodes.js";
import { freeName, insertBefore, replace } from "../analysis/rewrite.js";
import type { Binding } from "../analysis/names.js";
import { sharedState, type SharedState } from "../analysis/state.js";
import type { ts } from "../parser.js";
import type { Fix, Rule, Told } from "./rule.js";

export const staleWrite: Rule = {
  code: "promise/stale-write",
  severity: "warning",
  title: "A value is read, awaited over, and written from the old value",
  why: "While the function waits, another run of it writes the same variable. What is written afterwards is computed from the value as it was before, and the other write is lost.",
  wrong: `let total = 0;

export async function add(read: () => Promise<number>): Promise<void> {
  total += await read();
}
`,
  right: `let total = 0;

export async function add(read: () => Promise<number>): Promise<void> {
  const more = await read();
  total += more;
}
`,
  eslint: "require-atomic-updates",
  needsLibrary: false,
  check(file, tell) {
    for (const write of file.assignments) {
      const fn = file.nodes.functionOf(write);
      const told = fn && file.awaitsOf(fn).length > 0 ? staleIn(file, fn, write) : undefined;
      if (told) tell(told);
    }
  },
};

function staleIn(file: FileAnalysis, fn: FunctionNode, write: ts.BinaryExpression): Told | undefined {
  const K = file.ts.SyntaxKind;
  const operator = write.operatorToken.kind;
  // `x ??= await f()` computes nothing from the old value: both writers bring the same.
  const isUpdate = operator >= K.PlusEqualsToken && operator <= K.BarEqualsToken;
  if (!isUpdate && operator !== K.EqualsToken) return undefined;
  const state = sharedState(file, write.left, fn);
  if (!state) return undefined;
  const found = isUpdate || !isCopy(file, write) ? withinExpression(file, fn, write, state) : undefined;
  const told = found ?? (operator === K.EqualsToken ? acrossStatements(file, fn, write, state) : undefined);
  if (!told || isGuarded(file, fn, write)) return undefined;
  return mayMeetItself(file, fn, state.within) ? told : undefined;
}

/** `x = x` */
function isCopy(file: FileAnalysis, { right }: ts.BinaryExpression): boolean {
  return file.ts.isIdentifier(file.nodes.bare(right));
}

/** `x += await f()`, `x = x + await f()`, `x = [...x, await f()]`: the old value is read before the wait. */
function withinExpression(
  file: FileAnalysis,
  fn: FunctionNode,
  write: ts.BinaryExpression,
  state: SharedState,
): Told | undefined {
  const { nodes } = file;
  const isUpdate = write.operatorToken.kind !== file.ts.SyntaxKind.EqualsToken;
  const read = isUpdate
    ? write.left
    : operandsOf(file, write.right).find((one) => isState(file, one, fn, state));
  if (!read) return undefined;
  let wait: ts.Node | undefined;
  nodes.forEachOwn(write.right, (node) => {
    if (file.ts.isAwaitExpression(node) && (isUpdate || node.pos >= read.end)) wait ??= node;
    return undefined;
  });
  if (!wait) return undefined;
  const name = nodes.text(write.left);
  return {
    node: write,
    message: `${name} is read before the await and written after it: what others wrote to it meanwhile is lost`,
    related: { node: wait, message: "others run while this waits" },
    fixes: () => awaitFirst(file, write, wait as ts.AwaitExpression),
  };
}

/** `const old = x; await f(); x = old + 1;` */
function acrossStatements(
  file: FileAnalysis,
  fn: FunctionNode,
  write: ts.BinaryExpression,
  state: SharedState,
): Told | undefined {
  const { ts: api, nodes, names } = file;
  for (const operand of operandsOf(file, write.right)) {
    const binding = api.isIdentifier(operand) ? names.bindingOf(operand) : undefined;
    const read =
      binding && nodes.contains(fn, binding.declaration) ? file.values.initializerOf(binding) : undefined;
    if (!binding || !read || !isState(file, read, fn, state)) continue;
    if (file.homeOf(binding.declaration) !== fn.body || !isStaleAt(file, fn, write, state, binding)) continue;
    const name = nodes.text(write.left);
    const fix = { start: nodes.start(operand), end: operand.end, newText: name };
    return {
      node: write,
      message: `${name} is computed from what it was in line ${nodes.line(read)}, before an await: what others wrote to it meanwhile is lost`,
      related: { node: read, message: "the old value is read here" },
      fixes: () => [{ title: `Read ${name} again`, kind: "quickfix", changes: [fix] }],
    };
  }
  return undefined;
}

const FRESH = 1;
const STALE = 2;

/** On every way to the write there is an await since the read, and no second look at the state. */
function isStaleAt(
  file: FileAnalysis,
  fn: FunctionNode,
  write: ts.Node,
  state: SharedState,
  binding: Binding,
): boolean {
  const { ts: api, nodes } = file;
  if (!fn.body) return false;
  let atWrite = 0;
  const declaration = binding.declaration.parent;
  file.paths(fn.body, FRESH, {
    step(node, before) {
      if (node === declaration) return FRESH;
      if (node === write) atWrite |= before;
      if (api.isAwaitExpression(node)) return STALE;
      const looks = api.isExpression(node) && isState(file, node, fn, state) && !nodes.contains(write, node);
      return looks ? FRESH : before;
    },
  });
  return atWrite === STALE;
}

function isState(file: FileAnalysis, node: ts.Expression, fn: FunctionNode, { key }: SharedState): boolean {
  const { ts: api } = file;
  if (!api.isIdentifier(node) && !api.isPropertyAccessExpression(node)) return false;
  return sharedState(file, node, fn)?.key === key;
}

/** What a new value is computed from, if it is computed: the operands of a sum, what a list or an object begins with. */
function operandsOf(file: FileAnalysis, value: ts.Expression): ts.Expression[] {
  const { ts: api, nodes } = file;
  const bare = nodes.bare(value);
  const K = api.SyntaxKind;
  if (api.isBinaryExpression(bare)) {
    const { kind } = bare.operatorToken;
    const isSum = kind >= K.PlusToken && kind <= K.CaretToken;
    return isSum ? [bare.left, bare.right].flatMap((one) => [nodes.bare(one), ...operandsOf(file, one)]) : [];
  }
  if (api.isArrayLiteralExpression(bare)) {
    return bare.elements.flatMap((one) => (api.isSpreadElement(one) ? [nodes.bare(one.expression)] : []));
  }
  if (api.isObjectLiteralExpression(bare)) {
    return bare.properties.flatMap((one) =>
      api.isSpreadAssignment(one) ? [nodes.bare(one.expression)] : [],
    );
  }
  return [];
}

const LOCKS = /lock|mutex|acquire|exclusive|semaphore|permit|transaction|serial|queue|limit|turn/i;

/** Anything that looks as if it kept others out: around the function, or called in it before the write. */
function isGuarded(file: FileAnalysis, fn: FunctionNode, write: ts.Node): boolean {
  const { ts: api, nodes } = file;
  for (let one: ts.Node = write; !api.isSourceFile(one); one = one.parent) {
    const call = one.parent;
    if (
      api.isCallExpression(call) &&
      call.arguments.includes(one as ts.Expression) &&
      LOCKS.test(nodes.text(call.expression))
    )
      return true;
  }
  return file.callsOf(fn).some((call) => call.end <= write.pos && LOCKS.test(nodes.text(call.expression)));
}

function awaitFirst(file: FileAnalysis, write: ts.BinaryExpression, wait: ts.AwaitExpression): Fix[] {
  const { nodes } = file;
  const statement = nodes.statementOf(write);
  const isAlone =
    statement && file.ts.isExpressionStatement(statement) && nodes.bare(statement.expression) === write;
  const onlyWait = !nodes.someOwn(write, (node) => file.ts.isAwaitExpression(node) && node !== wait);
  const name = freeName(file, ["value", "awaited", "result"]);
  // What is computed before the wait would change its place.
  const isDirect = nodes.bare(write.right) === wait || operandsOf(file, write.right).includes(wait);
  if (!isAlone || !onlyWait || !isDirect || name === undefined || !nodes.siblingsOf(statement)) return [];
  const whole = file.ts.isParenthesizedExpression(wait.parent) ? wait.parent : wait;
  const awaited = insertBefore(file, statement, `const ${name} = ${nodes.text(wait)}`);
  const changes = [awaited, replace(file, whole, name)];
  return [{ title: "Await first, then write", kind: "quickfix", preferred: true, changes }];
}
