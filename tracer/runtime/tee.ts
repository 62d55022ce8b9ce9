import type { Cancel } from "./cancel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { mustBeChannel, output, startStage } from "./stage.js";

/**
 * Gives each value of a channel to two. Neither gets ahead: the next value comes when both have received this one.
 *
 * @returns Two unbuffered channels, closed when the input has ended or the signal has fired.
 * @throws {InvalidArgumentError} `channel` is none.
 */
export function tee<T>(channel: ReceiveChannel<T>, cancel?: Cancel): [ReceiveChannel<T>, ReceiveChannel<T>] {
  mustBeChannel(channel, tee);
  const [left, right] = [output<T>(tee), output<T>(tee)];
  const body = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await channel.next(cancel);
      if (done === true) return;
      await Promise.all([left.send(value, cancel), right.send(value, cancel)]);
    }
  };
  startStage(tee, [body], [left, right], cancel);
  return [left, right];
}
