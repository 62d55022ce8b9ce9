/** What a name of the library does: until when it waits, and who in this file could end that wait. */
import { MarkupKind, type Hover } from "vscode-languageserver/node";
import { capacityOf } from "../capacity.js";
import { kindOf, kindOfName, usesLibrary } from "../kinds.js";
import { namedBy } from "../library/named.js";
import type { NameDoc } from "../library/name-doc.js";
import type { Syntax, ts } from "../parser.js";
import { declarationOf, isReference, nodeAt, parentOf } from "../scopes.js";
import { channelUses, type ChannelOperation } from "./channel-uses.js";
import { rangeOf, type Positions } from "./positions.js";

export function hoverAt(syntax: Syntax, offset: number, document: Positions): Hover | undefined {
  const { ts, tree } = syntax;
  if (!usesLibrary(syntax)) return undefined;
  const node = nodeAt(syntax, offset);
  if (!ts.isIdentifier(node)) return undefined;
  const parts = described(syntax, node);
  if (parts.length === 0) return undefined;
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n") },
    range: rangeOf(document, node.getStart(tree), node.end),
  };
}

function described(syntax: Syntax, node: ts.Identifier): string[] {
  const { ts } = syntax;
  const parent = parentOf(node);
  const isMember = parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.name === node;
  const named = namedBy(syntax, isMember ? parent : node);
  if (named) {
    const { doc, object } = named;
    return [`\`${doc.signature}\``, doc.text, ...waiting(doc), ...(object ? peers(syntax, object) : [])];
  }
  if (!isReference(ts, node)) return [];
  const declaration = declarationOf(syntax, node);
  if (!declaration || kindOfName(syntax, declaration) !== "channel") return [];
  return [`channel \`${node.text}\`${capacityWords(syntax, declaration)}`, ...told(syntax, declaration)];
}

function waiting({ waits, wokenBy }: NameDoc): string[] {
  return waits === undefined ? [] : [`**Waits** ${waits}.  \n**Woken by** ${wokenBy ?? ""}.`];
}

/** Who else uses the channel of a call. */
function peers(syntax: Syntax, object: ts.Expression): string[] {
  if (!syntax.ts.isIdentifier(object) || kindOf(syntax, object) !== "channel") return [];
  const declaration = declarationOf(syntax, object);
  return declaration ? told(syntax, declaration) : [];
}

function capacityWords(syntax: Syntax, declaration: ts.Identifier): string {
  const capacity = capacityOf(syntax, declaration);
  if (capacity === undefined) return "";
  return capacity === "0" ? ", unbuffered" : `, capacity ${capacity}`;
}

const WORDS: readonly (readonly [ChannelOperation, string])[] = [
  ["send", "sent to"],
  ["receive", "received from"],
  ["close", "closed"],
];

function told(syntax: Syntax, declaration: ts.Identifier): string[] {
  const { tree } = syntax;
  const uses = channelUses(syntax, declaration);
  const lines = WORDS.flatMap(([operation, word]) => {
    const at = uses
      .filter((use) => use.operation === operation)
      .map(({ node }) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1);
    const unique = [...new Set(at)];
    return unique.length === 0 ? [] : [`${word} in line${unique.length > 1 ? "s" : ""} ${listed(unique)}`];
  });
  return lines.length === 0 ? [] : [`In this file: ${lines.join("; ")}.`];
}

function listed(lines: readonly number[]): string {
  const shown = lines.slice(0, 8).map(String);
  if (lines.length > shown.length) shown.push(`${lines.length - shown.length} more`);
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
