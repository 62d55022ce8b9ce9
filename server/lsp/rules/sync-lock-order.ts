import type { FileAnalysis } from "../analysis/file.js";
import { heldSections, type Held } from "../analysis/locks.js";
import { remove, replace } from "../analysis/rewrite.js";
import type { TextChange } from "../import-edit.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const lockOrder: Rule = {
  code: "sync/lock-order",
  severity: "warning",
  title: "Two locks are taken in both orders",
  why: "When one task holds the first and wants the second while another holds the second and wants the first, both wait for ever. One order everywhere makes that impossible.",
  wrong: `import { Mutex } from "sluice";

const from = new Mutex();
const to = new Mutex();

export async function move(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}

export async function moveBack(work: () => Promise<void>): Promise<void> {
  using _to = await to.lock();
  using _from = await from.lock();
  await work();
}
`,
  right: `import { Mutex } from "sluice";

const from = new Mutex();
const to = new Mutex();

export async function move(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}

export async function moveBack(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}
`,
  needsLibrary: true,
  check(file, tell) {
    const sections = heldSections(file).filter(({ kind }) => kind !== "Semaphore");
    const homes = new Map(sections.map((one) => [one, file.homeOf(one.call)]));
    const nested = sections.flatMap((outer) =>
      sections
        .filter((inner) => homes.get(inner) === outer.home && isUnder(inner, outer))
        .map((inner) => ({ outer, inner })),
    );
    const name = ({ receiver }: Held): string => file.nodes.text(receiver);
    const turned = new Set<Nested>();
    nested.forEach((one, index) => {
      const { outer, inner } = one;
      if (inner.identity === outer.identity) {
        if (inner.shared && outer.shared) return;
        const message = `${name(inner)} is held already, since line ${file.nodes.line(outer.call)}: this waits for itself`;
        const related = { node: outer.call, message: "it is taken here" };
        tell({ node: inner.call, message, related, fixes: () => withoutSecond(file, inner) });
        return;
      }
      const other = nested.slice(0, index).find((before) => isReversed(before, one) && !turned.has(before));
      if (!other || (inner.shared && outer.shared && other.inner.shared && other.outer.shared)) return;
      // What is told already is not a reason to tell those that it should be like.
      turned.add(one);
      tell({
        node: inner.call,
        message: `${name(inner)} is taken while ${name(outer)} is held; line ${file.nodes.line(other.inner.call)} takes them the other way round`,
        related: { node: other.inner.call, message: `${name(outer)} is taken while ${name(inner)} is held` },
        fixes: () => inOtherOrder(file, outer, inner),
      });
    });
  },
};

interface Nested {
  readonly outer: Held;
  readonly inner: Held;
}

function isReversed(one: Nested, other: Nested): boolean {
  return one.outer.identity === other.inner.identity && one.inner.identity === other.outer.identity;
}

function isUnder(inner: Held, outer: Held): boolean {
  return inner !== outer && outer.from <= inner.call.pos && inner.call.end <= outer.to;
}

/** Where nothing is done between the two, the same is held afterwards. */
function inOtherOrder(file: FileAnalysis, outer: Held, inner: Held): Fix[] {
  const changes = swappedStatements(file, outer, inner) ?? swappedReceivers(file, outer, inner);
  const title = `Take ${file.nodes.text(inner.receiver)} before ${file.nodes.text(outer.receiver)} here too`;
  return changes ? [{ title, kind: "quickfix", changes }] : [];
}

/** `await to.lock(); await from.lock();`, or with `using` */
function swappedStatements(file: FileAnalysis, outer: Held, inner: Held): TextChange[] | undefined {
  const { nodes } = file;
  const first = nodes.statementOf(outer.call);
  const second = nodes.statementOf(inner.call);
  const siblings = first && nodes.siblingsOf(first);
  if (!siblings || !second || siblings.indexOf(second) !== siblings.indexOf(first) + 1) return undefined;
  if (!locksAlone(file, first) || !locksAlone(file, second)) return undefined;
  return [replace(file, first, nodes.text(second)), replace(file, second, nodes.text(first))];
}

/** A statement that does nothing but take one lock. */
function locksAlone({ ts: api, nodes }: FileAnalysis, statement: ts.Statement): boolean {
  if (api.isExpressionStatement(statement)) return api.isAwaitExpression(statement.expression);
  if (!api.isVariableStatement(statement)) return false;
  const { declarationList } = statement;
  return nodes.isUsing(declarationList) && declarationList.declarations.length === 1;
}

/** `to.withLock(() => from.withLock(work))` */
function swappedReceivers(file: FileAnalysis, outer: Held, inner: Held): TextChange[] | undefined {
  const { nodes } = file;
  // Only a section's stretch lies in its own call.
  const areSections = [outer, inner].every(({ home, call }) => nodes.contains(call, home));
  const sameMethod = outer.shared === inner.shared && outer.kind === inner.kind;
  if (!areSections || !sameMethod || !isAllOf(file, inner.call, outer.home)) return undefined;
  return [
    replace(file, outer.receiver, nodes.text(inner.receiver)),
    replace(file, inner.receiver, nodes.text(outer.receiver)),
  ];
}

/** A function's body does nothing but this call. */
function isAllOf({ ts: api, nodes }: FileAnalysis, call: ts.Node, body: ts.Node): boolean {
  const { parent } = nodes.wrapped(call);
  const whole = api.isAwaitExpression(parent) ? parent : nodes.wrapped(call);
  if (whole === body) return true;
  const statement = whole.parent;
  const isPlain = api.isExpressionStatement(statement) || api.isReturnStatement(statement);
  return isPlain && statement.parent === body && api.isBlock(body) && body.statements.length === 1;
}

/** What is freed at the end of its block, and is held there without it. */
function withoutSecond(file: FileAnalysis, { call }: Held): Fix[] {
  const { ts: api, nodes } = file;
  const statement = nodes.statementOf(call);
  if (!statement || !api.isVariableStatement(statement) || !locksAlone(file, statement)) return [];
  const [declaration] = statement.declarationList.declarations;
  const binding = declaration && file.names.bindingOf(declaration.name);
  if (!binding || binding.references.length > 0) return [];
  const changes = [remove(file, statement)];
  return [{ title: "Remove the second lock", kind: "quickfix", preferred: true, changes }];
}
