import type { Adapter } from "./adapter.js";
import { async } from "./async.js";
import { asyncLock } from "./async-lock.js";
import { asyncMutex } from "./async-mutex.js";
import { asyncSema } from "./async-sema.js";
import { fastq } from "./fastq.js";
import { pLimit } from "./p-limit.js";
import { pMap } from "./p-map.js";
import { pQueue } from "./p-queue.js";

/** One a package. */
export const PACKAGES: readonly Adapter[] = [
  asyncMutex,
  asyncLock,
  asyncSema,
  pLimit,
  pMap,
  pQueue,
  fastq,
  async,
];
