/** The public face of the library. What is not exported here may change at any time. */
export type { Cancel } from "./cancel.js";
export type { Case } from "./case.js";
export { type Channel, chan } from "./channel.js";
export type { ChannelState, ReceiveChannel, ReceiveHandler, SendChannel } from "./channel-types.js";
export {
  CloseOfClosedError,
  type ErrorCode,
  InvalidArgumentError,
  NegativeWaitGroupError,
  SendOnClosedError,
  SluiceError,
  UnlockOfUnlockedError,
} from "./errors.js";
export { Mutex } from "./mutex.js";
export { PROBE_NAME, PROBE_VERSION, type ProbeMessage } from "./probe.js";
export { type MaybeCase, type SelectResult, otherwise, select } from "./select.js";
export { type Go, type Task, go } from "./task.js";
export { after, sleep } from "./time.js";
export { WaitGroup } from "./waitgroup.js";
