import type { ReceiveChannel } from "./channel-types.js";
import { mustBeContext } from "./context.js";
import type { Context } from "./context-types.js";
import { forward, mustBeChannel, output, startStage } from "./stage.js";

/**
 * The values of a channel until it or the context ends, for a loop that need not ask for both.
 *
 * @returns An unbuffered channel, closed when the input has ended or the context has.
 * @throws {InvalidArgumentError} An argument is not as described.
 */
export function orDone<T>(context: Context, channel: ReceiveChannel<T>): ReceiveChannel<T> {
  mustBeContext(context, "orDone");
  mustBeChannel(channel, orDone);
  const out = output<T>(orDone);
  startStage(orDone, [() => forward(channel, out, context)], [out], context);
  return out;
}
