/** All that a file does with the channel at the cursor: sends as writes, receives as reads. */
import { DocumentHighlightKind, type DocumentHighlight } from "vscode-languageserver/node";
import { kindOfName, usesLibrary } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { declarationOf, isReference, nodeAt, parentOf } from "../scopes.js";
import { channelUses, type ChannelOperation } from "./channel-uses.js";
import { rangeOf, type Positions } from "./positions.js";

const KINDS: Readonly<Record<ChannelOperation, DocumentHighlightKind>> = {
  send: DocumentHighlightKind.Write,
  receive: DocumentHighlightKind.Read,
  close: DocumentHighlightKind.Text,
  other: DocumentHighlightKind.Text,
};

export function highlightsAt(syntax: Syntax, offset: number, document: Positions): DocumentHighlight[] {
  const channel = usesLibrary(syntax) ? channelAt(syntax, offset) : undefined;
  if (!channel) return [];
  return channelUses(syntax, channel).map(({ operation, node }) => ({
    range: rangeOf(document, node.getStart(syntax.tree), node.end),
    kind: KINDS[operation],
  }));
}

/** By its name, or by the method that is called on it. */
function channelAt(syntax: Syntax, offset: number): ts.Identifier | undefined {
  const { ts } = syntax;
  const node = nodeAt(syntax, offset);
  const parent = parentOf(node);
  const isMethod = parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.name === node;
  const name = isMethod ? parent.expression : node;
  if (!ts.isIdentifier(name) || !isReference(ts, name)) return undefined;
  const declaration = declarationOf(syntax, name);
  return declaration && kindOfName(syntax, declaration) === "channel" ? declaration : undefined;
}
