import { boundAll } from "./bound-all.js";
import { groupAwaits } from "./group-awaits.js";
import { listenerToChannel } from "./listener-to-channel.js";
import { poolLoop } from "./pool-loop.js";
import type { Refactor } from "./refactor.js";
import { threadContext } from "./thread-context.js";

/** In the order in which a menu shows them. */
export const refactors: readonly Refactor[] = [
  boundAll,
  poolLoop,
  groupAwaits,
  listenerToChannel,
  threadContext,
];
