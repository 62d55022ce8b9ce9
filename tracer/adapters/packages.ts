import type { Adapter } from "./adapter.js";
import { async } from "./async.js";
import { asyncLock } from "./async-lock.js";
import { asyncMutex } from "./async-mutex.js";
import { asyncSema } from "./async-sema.js";
import { fastq } from "./fastq.js";
import { genericPool } from "./generic-pool.js";
import { pLimit } from "./p-limit.js";
import { pMap } from "./p-map.js";
import { pQueue } from "./p-queue.js";
import { piscina, tinypool } from "./piscina.js";
import { rxjs } from "./rxjs.js";
import { tarn } from "./tarn.js";
import { undici } from "./undici.js";

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
  genericPool,
  tarn,
  piscina,
  tinypool,
  rxjs,
  undici,
];
