/** What the tracer remembers of a primitive. */
import type { PrimitiveState } from "../runtime/probe.js";
import type { PrimitiveId, PrimitiveKindName, WireFrame } from "../wire/index.js";
import type { ActiveCall } from "./active-call.js";
import { Bag } from "./bag.js";
import type { Flow } from "./flows.js";
import { Origin } from "./node.js";

export interface PrimitiveInfo {
  readonly id: PrimitiveId;
  readonly kind: PrimitiveKindName;
  readonly name: string | (() => string);
  readonly capacity: number;
  readonly created: readonly WireFrame[];
  /** Who made it, until that is told. */
  maker: ActiveCall | null;
  /** Of a context: the nearest one above it that can be cancelled; and when it ends by the clock, else 0. */
  readonly parent: PrimitiveId | null;
  readonly deadlineMs: number;
  /** What went through it, and between whom; null as long as nothing did. */
  flow: Flow | null;
  readonly subject: WeakRef<object>;
  readonly state: (subject: object) => PrimitiveState;
  /** How often each call holds it: a reader may, twice. */
  readonly holders: Bag<ActiveCall>;
  /** The promises by whose names it was given while nobody was known to await them. */
  readonly unclaimed: Bag<object>;
  /** Somebody else than its holder has given it back: who holds it says nothing about who will give it back. */
  handedOver: boolean;
  /** Who made it, sent or received on it, ...: some of them, the latest ones. */
  readonly users: Set<ActiveCall>;
  /** Who last did something that may end all waits at it: closed it, signalled, took one off its count. */
  waker: ActiveCall | null;
  /** Of a group: the tasks whose end it counts. */
  readonly owing: Set<ActiveCall>;
  /** What a wait at this alone is for. */
  readonly alone: readonly [PrimitiveInfo];
  /** What waiting to send or to receive means: the same for every wait, and there are very many. */
  sendOrigin: Origin | null;
  receiveOrigin: Origin | null;
  told: boolean;
  /** To be told only once a wait at it is. */
  readonly transient: boolean;
  /** It is in the journal's list of changed primitives. */
  queued: boolean;
}

type Facts = Pick<PrimitiveInfo, "id" | "kind" | "name" | "capacity" | "created" | "state" | "transient"> &
  Partial<Pick<PrimitiveInfo, "parent" | "deadlineMs">>;

export function newInfo(subject: object, facts: Facts): PrimitiveInfo {
  const info = {
    parent: null,
    deadlineMs: 0,
    ...facts,
    maker: null,
    flow: null,
    subject: new WeakRef(subject),
    holders: new Bag<ActiveCall>(),
    unclaimed: new Bag<object>(),
    handedOver: false,
    users: new Set<ActiveCall>(),
    waker: null,
    owing: new Set<ActiveCall>(),
    alone: [] as unknown as [PrimitiveInfo],
    sendOrigin: null,
    receiveOrigin: null,
    told: false,
    queued: false,
  };
  info.alone[0] = info;
  return info;
}

/** What a promise stands for with which somebody waits to send or to receive. */
export function channelOrigin(info: PrimitiveInfo, op: "send" | "receive"): Origin {
  const known = op === "send" ? info.sendOrigin : info.receiveOrigin;
  if (known !== null) return known;
  const origin = ownChannelOrigin(info, op);
  if (op === "send") info.sendOrigin = origin;
  else info.receiveOrigin = origin;
  return origin;
}

/** The same, of this promise alone: it will know who waits for it. */
export function ownChannelOrigin(info: PrimitiveInfo, op: "send" | "receive"): Origin {
  const origin = new Origin("channel", null);
  origin.op = op;
  origin.primitives = info.alone;
  return origin;
}

/** All who wait at the channel have it. */
export function isShared(origin: Origin): boolean {
  const [info] = origin.primitives;
  return origin.kind === "channel" && (info?.sendOrigin === origin || info?.receiveOrigin === origin);
}

/** Nothing is held of it: work that is queued there was left behind, and lets the program end. */
export function isIdle(primitives: readonly PrimitiveInfo[]): boolean {
  const [info] = primitives;
  const subject = info?.subject.deref();
  try {
    return info !== undefined && (subject === undefined || info.state(subject).length === 0);
  } catch {
    return false;
  }
}

export function noState(): PrimitiveState {
  return { length: 0, closed: false };
}

/** Both ask objects of the program, or of a package: whatever goes wrong there is not the program's to see. */
export function nameOf({ name }: PrimitiveInfo): string {
  try {
    return typeof name === "string" ? name : name();
  } catch {
    return "";
  }
}

export function stateOf({ state }: PrimitiveInfo, subject: object): PrimitiveState {
  try {
    return state(subject);
  } catch {
    return noState();
  }
}
