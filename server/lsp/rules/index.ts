/** Every rule, in the order of the contract's codes. */
import { awaitInLock } from "./sync-await-in-lock.js";
import { capturedVar } from "./task-captured-var.js";
import { copied } from "./sync-copied.js";
import { defaultSpin } from "./select-default-spin.js";
import { doubleClose } from "./chan-double-close.js";
import { executor } from "./promise-executor.js";
import { lockOrder } from "./sync-lock-order.js";
import { lostCancel } from "./ctx-lost-cancel.js";
import { missingAwait } from "./chan-missing-await.js";
import { neverClosed } from "./chan-never-closed.js";
import { noExit } from "./select-no-exit.js";
import { notPassed } from "./ctx-not-passed.js";
import { raceTimer } from "./promise-race-timer.js";
import { recvNoSender } from "./chan-recv-no-sender.js";
import { sendAfterClose } from "./chan-send-after-close.js";
import { sendNoReceiver } from "./chan-send-no-receiver.js";
import { staleWrite } from "./promise-stale-write.js";
import { timerPerLoop } from "./select-timer-per-loop.js";
import { unbounded } from "./task-unbounded.js";
import { unlockPath } from "./sync-unlock-path.js";
import { wgAddInside } from "./sync-wg-add-inside.js";
import { wgDonePath } from "./sync-wg-done-path.js";
import type { Rule } from "./rule.js";

export const rules: readonly Rule[] = [
  lostCancel,
  notPassed,
  missingAwait,
  sendNoReceiver,
  recvNoSender,
  neverClosed,
  doubleClose,
  sendAfterClose,
  noExit,
  defaultSpin,
  timerPerLoop,
  unlockPath,
  awaitInLock,
  wgAddInside,
  wgDonePath,
  lockOrder,
  copied,
  capturedVar,
  unbounded,
  staleWrite,
  executor,
  raceTimer,
];
