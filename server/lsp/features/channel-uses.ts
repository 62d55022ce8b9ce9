/** What a file does with a channel: where it is sent to, received from, closed and handed on. */
import type { Syntax, ts } from "../parser.js";
import { parentOf, referencesTo } from "../scopes.js";

export type ChannelOperation = "send" | "receive" | "close" | "other";

export interface ChannelUse {
  readonly operation: ChannelOperation;
  /** The name, and the method where one is called. */
  readonly node: ts.Node;
}

const OPERATIONS: Readonly<Record<string, ChannelOperation>> = {
  send: "send",
  trySend: "send",
  onSend: "send",
  receive: "receive",
  next: "receive",
  tryReceive: "receive",
  onReceive: "receive",
  close: "close",
};

export function channelUses(syntax: Syntax, declaration: ts.Identifier): ChannelUse[] {
  return referencesTo(syntax, declaration).map((name) => useOf(syntax, name));
}

function useOf({ ts }: Syntax, name: ts.Identifier): ChannelUse {
  const parent = parentOf(name);
  if (parent && ts.isPropertyAccessExpression(parent) && parent.expression === name) {
    const operation = OPERATIONS[parent.name.text];
    if (operation) return { operation, node: parent };
  }
  if (parent && ts.isForOfStatement(parent) && parent.awaitModifier && parent.expression === name) {
    return { operation: "receive", node: name };
  }
  return { operation: "other", node: name };
}
