/** Help with the arguments of the library's calls. */
import { MarkupKind, type SignatureHelp } from "vscode-languageserver/node";
import { usesLibrary } from "../kinds.js";
import { parametersOf } from "../library/name-doc.js";
import { namedBy } from "../library/named.js";
import type { Syntax } from "../parser.js";
import { callAround } from "./call-around.js";

export function signatureHelpAt(syntax: Syntax, offset: number): SignatureHelp | undefined {
  if (!usesLibrary(syntax)) return undefined;
  const call = callAround(syntax, offset)?.call;
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

/** A rest parameter takes all that is left but what stands behind it. */
function activeParameter(parameters: readonly string[], given: number): number {
  const rest = parameters.findIndex((parameter) => parameter.startsWith("..."));
  return rest === -1 ? given : Math.min(given, rest);
}
