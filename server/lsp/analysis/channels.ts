/** Channels whose whole life is in sight: made in this file, and handed to nobody. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { Binding } from "./names.js";
import type { Uses } from "./uses.js";

type CallUse = ReturnType<Uses["calls"]>[number];

export interface PrivateChannel {
  readonly binding: Binding;
  readonly made: ts.CallExpression;
  readonly sends: readonly CallUse[];
  readonly receives: readonly CallUse[];
  readonly loops: readonly ts.ForOfStatement[];
  readonly closes: readonly CallUse[];
  /** As far as it is written as a number. */
  readonly capacity: number | undefined;
}

const KNOWN = "send trySend onSend receive next tryReceive onReceive close".split(" ");

export function privateChannels(file: FileAnalysis): PrivateChannel[] {
  const { ts: api, values } = file;
  return file.names.bindings.flatMap((binding) => {
    const made = values.initializerOf(binding);
    if (!made || !api.isCallExpression(made) || values.libraryCall(made) !== "chan") return [];
    const uses = file.uses(binding);
    const strange = uses.all.some((use) => use.kind === "call" && !KNOWN.includes(use.method));
    if (uses.escapes || strange) return [];
    const loops = uses.all.flatMap((use) => (use.kind === "iterate" ? [use.loop] : []));
    return [
      {
        binding,
        made,
        sends: uses.calls("send", "trySend", "onSend"),
        receives: uses.calls("receive", "next", "tryReceive", "onReceive"),
        loops,
        closes: uses.calls("close"),
        capacity: capacityOf(file, made),
      },
    ];
  });
}

function capacityOf({ ts: api }: FileAnalysis, made: ts.CallExpression): number | undefined {
  const [capacity] = made.arguments;
  if (!capacity) return 0;
  return api.isNumericLiteral(capacity) ? Number(capacity.text) : undefined;
}

/** The wait is awaited here and now, and no signal can end it. */
export function waitsForGood(file: FileAnalysis, { call, method }: CallUse): boolean {
  const outer = file.nodes.wrapped(call);
  return file.ts.isAwaitExpression(outer.parent) && call.arguments.length <= (method === "send" ? 1 : 0);
}
