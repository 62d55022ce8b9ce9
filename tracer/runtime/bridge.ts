import type { Cancel } from "./cancel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { forward, mustBeChannel, output, startStage } from "./stage.js";

/**
 * Makes one channel of a channel of channels: all values of the first, then all of the next, and so on.
 *
 * @returns An unbuffered channel, closed when the inputs have ended or the signal has fired.
 * @throws {InvalidArgumentError} `channels` is no channel.
 */
export function bridge<T>(channels: ReceiveChannel<ReceiveChannel<T>>, cancel?: Cancel): ReceiveChannel<T> {
  mustBeChannel(channels, bridge);
  const out = output<T>(bridge);
  const body = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await channels.next(cancel);
      if (done === true) return;
      await forward(value, out, cancel);
    }
  };
  startStage(bridge, [body], [out], cancel);
  return out;
}
