import type { Pattern, PatternSource } from "./pattern.js";
import { bridge } from "./bridge.js";
import { circuitBreaker } from "./circuit-breaker.js";
import { contextCancel } from "./context-cancel.js";
import { contextTimeout } from "./context-timeout.js";
import { errgroup } from "./errgroup.js";
import { fanIn } from "./fan-in.js";
import { fanOut } from "./fan-out.js";
import { generator } from "./generator.js";
import { gracefulShutdown } from "./graceful-shutdown.js";
import { heartbeat } from "./heartbeat.js";
import { mutexSection } from "./mutex-section.js";
import { once } from "./once.js";
import { orDone } from "./or-done.js";
import { pipelineStage } from "./pipeline-stage.js";
import { publishSubscribe } from "./publish-subscribe.js";
import { rateLimit } from "./rate-limit.js";
import { readWriteSection } from "./read-write-section.js";
import { retry } from "./retry.js";
import { select } from "./select.js";
import { selectDefault } from "./select-default.js";
import { selectTimeout } from "./select-timeout.js";
import { semaphore } from "./semaphore.js";
import { singleflight } from "./singleflight.js";
import { tee } from "./tee.js";
import { tickerLoop } from "./ticker-loop.js";
import { waitGroup } from "./wait-group.js";
import { workerPool } from "./worker-pool.js";

export type { Pattern } from "./pattern.js";

/** In the order in which the palette shows them. */
const sources: readonly PatternSource[] = [
  pipelineStage,
  workerPool,
  fanIn,
  fanOut,
  select,
  selectTimeout,
  selectDefault,
  contextTimeout,
  contextCancel,
  errgroup,
  mutexSection,
  readWriteSection,
  waitGroup,
  semaphore,
  gracefulShutdown,
  tickerLoop,
  generator,
  orDone,
  tee,
  bridge,
  heartbeat,
  rateLimit,
  publishSubscribe,
  once,
  singleflight,
  retry,
  circuitBreaker,
];

/** Each pattern with its variants behind it. */
export const patterns: readonly Pattern[] = sources.flatMap(({ variants = [], ...pattern }) => [
  pattern,
  ...variants.map(({ suffix, ...variant }) => ({
    ...variant,
    name: `${pattern.name}-${suffix}`,
    prefix: pattern.prefix + suffix,
  })),
]);

/** By name, or by prefix for a client that knows only what it has shown. */
export function findPattern(nameOrPrefix: string): Pattern | undefined {
  return patterns.find(({ name, prefix }) => name === nameOrPrefix || prefix === nameOrPrefix);
}
