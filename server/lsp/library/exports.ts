import type { NameDoc } from "./name-doc.js";

/** What the library exports. */
export const exportDocs: Readonly<Record<string, NameDoc>> = {
  go: {
    signature: "go(fn, ...args): Task",
    text: "Starts `fn(...args)` as a task, in a microtask. The arguments are evaluated now.",
  },
  "go.named": {
    signature: "go.named(name, fn, ...args): Task",
    text: "Starts `fn(...args)` as a task of this name.",
  },
  chan: {
    signature: "chan<T>(capacity = 0, name?): Channel<T>",
    text: "A channel. With capacity 0 each send meets a receive; otherwise so many values lie in its buffer.",
  },
  select: {
    signature: "select(...cases, cancel?): Promise",
    text: "Carries out one case that is ready, chosen at random where several are. Undefined and null cases are never ready.",
    waits: "until a case is ready; not at all with `otherwise`",
    wokenBy: "the other end of one of its channels, a close, a timer, or the signal",
  },
  otherwise: {
    signature: "otherwise(handler?): Case",
    text: "The case that is chosen when no other is ready: a select with it never waits.",
  },
  after: {
    signature: "after(ms, name?): ReceiveChannel<number>",
    text: "A channel that gives one value once this time has passed. A case on it that loses its select leaves no timer behind.",
  },
  sleep: {
    signature: "sleep(ms, cancel?): Promise<void>",
    text: "A pause.",
    waits: "for at least `ms` milliseconds",
    wokenBy: "the timer, or the signal",
  },
  background: {
    signature: "background(): Context",
    text: "The root of all contexts: it never ends.",
  },
  todo: {
    signature: "todo(): Context",
    text: "Stands where it is not yet clear which context belongs there. It never ends.",
  },
  withCancel: {
    signature: "withCancel(parent, name?): [Context, cancel]",
    text: "A context that ends when `cancel` is called or its parent ends. Call `cancel` in `finally`.",
  },
  withCancelCause: {
    signature: "withCancelCause(parent, name?): [Context, cancel]",
    text: "A context whose `cancel` can say why.",
  },
  withTimeout: {
    signature: "withTimeout(parent, ms, name?): [Context, cancel]",
    text: "A context that ends after `ms` milliseconds at the latest. Its timer keeps the process alive until `cancel` is called.",
  },
  withDeadline: {
    signature: "withDeadline(parent, date, name?): [Context, cancel]",
    text: "A context that ends at a time of day at the latest. Its timer keeps the process alive until `cancel` is called.",
  },
  withValue: {
    signature: "withValue(parent, key, value): Context",
    text: "A context that carries a value.",
  },
  withoutCancel: {
    signature: "withoutCancel(parent): Context",
    text: "A context with its parent's values that does not end with it.",
  },
  afterFunc: {
    signature: "afterFunc(context, fn): stop",
    text: "Starts `fn` as a task once the context has ended.",
  },
  fanIn: {
    signature: "fanIn(...channels, cancel?): ReceiveChannel",
    text: "Brings several channels together in one, which is closed when all have ended.",
  },
  fanOut: {
    signature: "fanOut(channel, n, cancel?): ReceiveChannel[]",
    text: "Deals a channel's values out to `n` channels, each to whichever is ready.",
  },
  pipe: {
    signature: "pipe(channel, fn, options?): ReceiveChannel",
    text: "What `fn` makes of each value. The output is closed when the input has ended.",
  },
  orDone: {
    signature: "orDone(context, channel): ReceiveChannel",
    text: "The values of a channel until it or the context ends.",
  },
  tee: {
    signature: "tee(channel, cancel?): [ReceiveChannel, ReceiveChannel]",
    text: "Gives each value to two channels, of which neither gets ahead.",
  },
  bridge: {
    signature: "bridge(channels, cancel?): ReceiveChannel",
    text: "Makes one channel of a channel of channels, one after the other.",
  },
  workerPool: {
    signature: "workerPool(n, jobs, fn, cancel?): ReceiveChannel",
    text: "`n` tasks that work on what comes from `jobs`; the results in the order in which they are ready.",
  },
  notifyContext: {
    signature: "notifyContext(parent, ...signals): [Context, stop]",
    text: "A context that ends when the process is told to stop, by SIGINT and SIGTERM where nothing else is said.",
  },
  onceValue: {
    signature: "onceValue(fn): (cancel?) => Promise",
    text: "A function that computes its value once.",
  },
  Mutex: {
    signature: "new Mutex(name?)",
    text: "A lock that one task holds at a time, passed on in the order in which they came. A task that locks it twice waits for itself.",
  },
  RWMutex: {
    signature: "new RWMutex(name?)",
    text: "A lock that one writer or any number of readers hold. A waiting writer keeps new readers out.",
  },
  WaitGroup: {
    signature: "new WaitGroup(name?)",
    text: "Waits for a number of tasks to end.",
  },
  Semaphore: {
    signature: "new Semaphore(permits, name?)",
    text: "A number of permits, of which tasks take some and give them back.",
  },
  ErrGroup: {
    signature: "new ErrGroup(name?)",
    text: "Tasks that do one thing together: the first error of any is the group's.",
  },
  Once: { signature: "new Once(name?)", text: "Runs one function one time." },
  Cond: {
    signature: "new Cond(locker, name?)",
    text: "A place to wait until a task says that something has changed.",
  },
  SyncMap: {
    signature: "new SyncMap()",
    text: "A map for many tasks, with operations that do not interleave.",
  },
  SingleFlight: {
    signature: "new SingleFlight<T>(name?)",
    text: "Makes one computation of many that are asked for at the same time.",
  },
  Ticker: {
    signature: "new Ticker(ms, name?)",
    text: "A clock that ticks on a channel; ticks that nobody receives are dropped. It keeps the process alive until it is stopped.",
  },
  "ErrGroup.withContext": {
    signature: "ErrGroup.withContext(parent, name?): [ErrGroup, Context]",
    text: "A group whose context ends when a task of it fails, and when `wait` is over.",
  },
};
