/** Help with the arguments of the library's calls. */
import { MarkupKind, type SignatureHelp } from "vscode-languageserver-protocol";
import { usesLibrary } from "../kinds.js";
import { namedBy } from "../library/named.js";
import type { Syntax, ts } from "../parser.js";
import { nodeAt, parentOf } from "../scopes.js";

export function signatureHelpAt(syntax: Syntax, offset: number): SignatureHelp | undefined {
  if (!usesLibrary(syntax)) return undefined;
  const call = callAround(syntax, offset);
  const named = call && namedBy(syntax, call.expression);
  if (!named) return undefined;
  const { signature, text, waits, wokenBy } = named.doc;
  const parameters = parametersOf(signature);
  const waiting = waits === undefined ? "" : `\n\n**Waits** ${waits}. **Woken by** ${wokenBy ?? ""}.`;
  const given = call.arguments?.filter((argument) => argument.end < offset).length ?? 0;
  return {
    signatures: [
      {
        label: signature,
        documentation: { kind: MarkupKind.Markdown, value: text + waiting },
        parameters: parameters.map((label) => ({ label })),
      },
    ],
    activeSignature: 0,
    activeParameter: activeParameter(parameters, given),
  };
}

/** The call whose parentheses hold the offset. */
function callAround(syntax: Syntax, offset: number): ts.CallExpression | ts.NewExpression | undefined {
  const { ts, text } = syntax;
  for (let node: ts.Node | undefined = nodeAt(syntax, offset); node; node = parentOf(node)) {
    // In the body of a function that is an argument one writes statements.
    if (ts.isBlock(node)) return undefined;
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) continue;
    const open = text.indexOf("(", node.typeArguments?.end ?? node.expression.end);
    const isClosed = text[node.end - 1] === ")";
    if (open !== -1 && open < offset && (!isClosed || offset < node.end)) return node;
  }
  return undefined;
}

/** A rest parameter takes all that is left but what stands behind it. */
function activeParameter(parameters: readonly string[], given: number): number {
  const rest = parameters.findIndex((parameter) => parameter.startsWith("..."));
  return rest === -1 ? given : Math.min(given, rest);
}

function parametersOf(signature: string): string[] {
  const list = /\(([^()]*)\)/.exec(signature)?.[1] ?? "";
  return list === "" ? [] : list.split(", ");
}
