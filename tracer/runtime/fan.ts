import type { Cancel } from "./cancel.js";
import type { ReceiveChannel } from "./channel-types.js";
import {
  type ValueOf,
  forward,
  mustBeChannel,
  mustBeWorkers,
  output,
  splitCancel,
  startStage,
} from "./stage.js";

/**
 * Brings several channels together: whatever comes from any of them comes out of one, each channel's values in
 * their order.
 *
 * @param channels And last, optionally, what ends it early.
 * @returns An unbuffered channel, closed when all inputs have ended or the signal has fired.
 * @throws {InvalidArgumentError} An argument is no channel.
 */
export function fanIn<const C extends readonly ReceiveChannel<unknown>[]>(
  ...channels: C
): ReceiveChannel<ValueOf<C[number]>>;
export function fanIn<const C extends readonly ReceiveChannel<unknown>[]>(
  ...channelsAndCancel: [...C, Cancel | undefined]
): ReceiveChannel<ValueOf<C[number]>>;
export function fanIn(
  ...args: readonly (ReceiveChannel<unknown> | Cancel | undefined)[]
): ReceiveChannel<unknown> {
  const { rest, cancel } = splitCancel(args);
  for (const each of rest) mustBeChannel(each, fanIn);
  const out = output<unknown>(fanIn);
  const bodies = rest.map((each) => () => forward(each as ReceiveChannel<unknown>, out, cancel));
  startStage(fanIn, bodies, [out], cancel);
  return out;
}

/**
 * Deals the values of one channel out to `n`: each value goes to one of them, to whichever is ready for it.
 *
 * @returns Unbuffered channels, each closed when the input has ended or the signal has fired.
 * @throws {InvalidArgumentError} `channel` is none, or `n` no whole number from 1.
 */
export function fanOut<T>(channel: ReceiveChannel<T>, n: number, cancel?: Cancel): ReceiveChannel<T>[] {
  mustBeChannel(channel, fanOut);
  mustBeWorkers(n, fanOut);
  return Array.from({ length: n }, () => {
    const out = output<T>(fanOut);
    startStage(fanOut, [() => forward(channel, out, cancel)], [out], cancel);
    return out;
  });
}
