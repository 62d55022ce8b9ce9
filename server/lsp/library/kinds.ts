/** What the library's names give, by the name: of one place that is asked about and of all of a file it is the same. */

export type Kind =
  | "channel"
  | "channels"
  | "context"
  /** What ends a context. */
  | "cancel"
  | "task"
  | "promise"
  | "list"
  | ClassName;

const CLASSES = [
  "Cond",
  "ErrGroup",
  "Mutex",
  "Once",
  "RWMutex",
  "Semaphore",
  "SingleFlight",
  "SyncMap",
  "Ticker",
  "WaitGroup",
] as const;

type ClassName = (typeof CLASSES)[number];

const BY_CALL: Readonly<Record<string, Kind>> = {
  after: "channel",
  background: "context",
  bridge: "channel",
  chan: "channel",
  fanIn: "channel",
  fanOut: "channels",
  go: "task",
  "go.named": "task",
  orDone: "channel",
  pipe: "channel",
  sleep: "promise",
  tee: "channels",
  todo: "context",
  withValue: "context",
  withoutCancel: "context",
  workerPool: "channel",
};

const BY_TYPE: Readonly<Record<string, Kind>> = {
  CancelCauseFunction: "cancel",
  CancelFunction: "cancel",
  Channel: "channel",
  Context: "context",
  ReceiveChannel: "channel",
  SendChannel: "channel",
  Task: "task",
};

/** Functions that give a context and what ends it. */
export const CANCELLABLE: ReadonlySet<string> = new Set([
  "notifyContext",
  "withCancel",
  "withCancelCause",
  "withDeadline",
  "withTimeout",
]);

/** What a call of this function gives. */
export function resultKind(name: string): Kind | undefined {
  return Object.hasOwn(BY_CALL, name) ? BY_CALL[name] : undefined;
}

/** What is at an index of the list that a call of this function gives. */
export function elementKind(name: string, index: number): Kind | undefined {
  if (CANCELLABLE.has(name)) return (["context", "cancel"] as const)[index];
  if (name === "ErrGroup.withContext") return (["ErrGroup", "context"] as const)[index];
  return resultKind(name) === "channels" ? "channel" : undefined;
}

/** What `new` of this class gives. */
export function classKind(name: string): Kind | undefined {
  return CLASSES.find((one) => one === name);
}

/** What something is that is said to be of this type. */
export function typeKind(name: string): Kind | undefined {
  return classKind(name) ?? (Object.hasOwn(BY_TYPE, name) ? BY_TYPE[name] : undefined);
}
