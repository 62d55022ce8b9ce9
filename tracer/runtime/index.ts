/** The public face of the library. What is not exported here may change at any time. */
export { bridge } from "./bridge.js";
export type { Cancel } from "./cancel.js";
export type { Case } from "./case.js";
export { type Channel, chan } from "./channel.js";
export type { ChannelState, ReceiveChannel, ReceiveHandler, SendChannel } from "./channel-types.js";
export { Cond, type Locker } from "./cond.js";
export { background, todo, withValue, withoutCancel } from "./context.js";
export { afterFunc, withCancel, withCancelCause } from "./context-cancel.js";
export { withDeadline, withTimeout } from "./context-deadline.js";
export type { CancelCauseFunction, CancelFunction, Context } from "./context-types.js";
export { ErrGroup } from "./errgroup.js";
export {
  CanceledError,
  CloseOfClosedError,
  DeadlineExceededError,
  type ErrorCode,
  InvalidArgumentError,
  NegativeWaitGroupError,
  ReleasedMoreThanHeldError,
  SendOnClosedError,
  SignalReceivedError,
  SluiceError,
  UnlockOfUnlockedError,
} from "./errors.js";
export { fanIn, fanOut } from "./fan.js";
export { Mutex } from "./mutex.js";
export { notifyContext } from "./notify-context.js";
export { Once, onceValue } from "./once.js";
export { orDone } from "./or-done.js";
export { type PipeOptions, pipe, workerPool } from "./pipe.js";
export { PROBE_NAME, PROBE_VERSION, type ProbeMessage } from "./probe.js";
export { RWMutex } from "./rwmutex.js";
export { type MaybeCase, type SelectResult, otherwise, select } from "./select.js";
export { Semaphore } from "./semaphore.js";
export { SingleFlight } from "./singleflight.js";
export { SyncMap } from "./syncmap.js";
export { type Go, type Task, go } from "./task.js";
export { tee } from "./tee.js";
export { Ticker } from "./ticker.js";
export { after, sleep } from "./time.js";
export { WaitGroup } from "./waitgroup.js";
