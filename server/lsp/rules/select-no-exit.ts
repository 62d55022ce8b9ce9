import { contextAround } from "../analysis/contexts.js";
import type { FileAnalysis } from "../analysis/file.js";
import type { Loop } from "../analysis/nodes.js";
import { asStatement, block, freeName, insertAfter, insertBefore, replace } from "../analysis/rewrite.js";
import { indentOf, insert } from "../line-edits.js";
import { handlerMayLeave, mayLeave, selectsIn, type SelectCase } from "../analysis/selects.js";
import type { TextChange } from "../import-edit.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const noExit: Rule = {
  code: "select/no-exit",
  severity: "warning",
  title: "An endless loop whose select cannot end it",
  why: "A case's handler is a function: a `return` in it ends the handler, not the loop. Without a case that leads out, the task lives as long as the program; with a case on a context that has ended, the loop spins.",
  wrong: `import { select, type Context, type ReceiveChannel } from "sluice";

export async function print(ctx: Context, lines: ReceiveChannel<string>): Promise<void> {
  for (;;) {
    await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => undefined),
    );
  }
}
`,
  right: `import { select, type Context, type ReceiveChannel } from "sluice";

export async function print(ctx: Context, lines: ReceiveChannel<string>): Promise<void> {
  for (;;) {
    const ended = await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => true),
    );
    if (ended === true) return;
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const { call, cases, isOpen } of selectsIn(file)) {
      const loops = file.nodes.loopsAround(call);
      const loop = loops.find((one) => file.nodes.isEndless(one));
      if (!loop || isOpen || cases.length === 0) continue;
      // A loop further out may be left with the inner one, and an inner one may be left for good.
      if (loops.some((one) => mayLeave(file, one)) || cases.some((one) => handlerMayLeave(file, one)))
        continue;
      const done = cases.find((one) => isDone(file, one));
      const message = done
        ? `${file.nodes.text(done.channel ?? done.node)} ends this wait, but nothing ends the loop: once it is done, the loop spins`
        : "nothing ends this loop: no case leads out of it";
      const fixes = (): readonly Fix[] =>
        loops[0] === loop
          ? done
            ? leaveWith(file, loop, call, done)
            : leaveByContext(file, loop, call)
          : [];
      tell({ node: done?.node ?? call.expression, message, fixes });
    }
  },
};

function isDone(file: FileAnalysis, { channel }: SelectCase): boolean {
  const { ts: api, nodes, values } = file;
  const bare = channel && nodes.bare(channel);
  if (!bare || !api.isCallExpression(bare)) return false;
  const method = values.methodCall(bare);
  return method?.kind === "context" && method.method === "done";
}

/** The case that ends the wait says so to the loop. */
function leaveWith(file: FileAnalysis, loop: Loop, call: ts.CallExpression, done: SelectCase): Fix[] {
  const name = freeName(file, FLAGS);
  const change = name === undefined ? undefined : settingHandler(file, call, done, `${name} = true`);
  const frame = name === undefined ? undefined : leaveWhen(file, loop, call, name);
  if (!change || !frame) return [];
  const channel = file.nodes.text(done.channel ?? done.node);
  const title = `Leave the loop after ${channel}`;
  return [{ title, kind: "quickfix", preferred: true, changes: [...frame, change] }];
}

/** Nothing ends the loop; the function's context could. */
function leaveByContext(file: FileAnalysis, loop: Loop, call: ts.CallExpression): Fix[] {
  const context = contextAround(file, call);
  const name = freeName(file, FLAGS);
  const last = call.arguments.at(-1);
  const frame = name === undefined ? undefined : leaveWhen(file, loop, call, name);
  if (!context || !last || !frame) return [];
  const added = `${context.name}.done().onReceive(() => ${block(file, last, [`${name} = true`])})`;
  const startsLine = file.text.slice(last.pos, file.nodes.start(last)).includes("\n");
  const lead = startsLine ? `,${file.style.eol}${indentOf(file, last)}` : ", ";
  const changes = [...frame, insert(last.end, lead + added)];
  return [{ title: `Let ${context.name} end this loop`, kind: "refactor", changes }];
}

const FLAGS = ["ended", "isEnded", "loopEnded"];

/** A flag before the loop, and the way out behind the statement that the select stands in. */
function leaveWhen(
  file: FileAnalysis,
  loop: Loop,
  call: ts.CallExpression,
  name: string,
): TextChange[] | undefined {
  const { ts: api, nodes } = file;
  const statement = nodes.statementOf(call);
  if (!statement || !nodes.siblingsOf(statement) || !nodes.siblingsOf(loop)) return undefined;
  for (let one: ts.Node = statement; one !== loop; one = one.parent) {
    if (api.isSwitchStatement(one)) return undefined; // there `break` ends the switch
  }
  return [
    insertBefore(file, loop, `let ${name} = false`),
    insertAfter(file, statement, [asStatement(file, `if (${name}) break`)]),
  ];
}

/** The case's handler, which sets the flag beside what it does; nothing where somebody takes what it gives. */
function settingHandler(
  file: FileAnalysis,
  call: ts.CallExpression,
  { node, handler }: SelectCase,
  setting: string,
): TextChange | undefined {
  const { ts: api, nodes } = file;
  if (!handler) return insert(node.end - 1, `() => ${block(file, node, [setting])}`);
  if (!nodes.isFunction(handler)) return undefined;
  const { body } = handler;
  if (api.isBlock(body)) {
    const line = file.style.eol + indentOf(file, handler) + file.style.indent + asStatement(file, setting);
    return insert(nodes.start(body) + 1, line);
  }
  if (!api.isExpressionStatement(nodes.wrapped(call).parent.parent)) return undefined;
  const does = isInert(file, body) ? [] : [nodes.text(body)];
  return replace(file, body, block(file, handler, [...does, setting]));
}

function isInert({ ts: api, nodes }: FileAnalysis, body: ts.Expression): boolean {
  const bare = nodes.bare(body);
  return (
    (api.isIdentifier(bare) && bare.text === "undefined") ||
    api.isLiteralExpression(bare) ||
    bare.kind === api.SyntaxKind.TrueKeyword ||
    bare.kind === api.SyntaxKind.FalseKeyword
  );
}
