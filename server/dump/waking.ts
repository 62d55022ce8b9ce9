/** Who could end a wait. */
import type { PrimitiveId, WaitOp } from "../../tracer/wire/index.js";

export interface Waking {
  /** What the wait is by who ends it; null when it is the await graph that tells. */
  readonly op: WaitOp | null;
  /** Of a timer: what it was set to, in milliseconds; else 0. */
  readonly delayMs: number;
  readonly primitives: readonly PrimitiveId[];
  /** In words. */
  readonly wakers: readonly string[];
  /** Proved: nobody can. */
  readonly stuck: boolean;
}

export const UNKNOWN_WAKING: Waking = { op: null, delayMs: 0, primitives: [], wakers: [], stuck: false };
