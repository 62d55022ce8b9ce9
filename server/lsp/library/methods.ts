import type { NameDoc } from "./name-doc.js";

/** What its objects can do, by the kind of the object and the name of the method. */
export const methodDocs: Readonly<Record<string, NameDoc>> = {
  "channel.send": {
    signature: "send(value, cancel?): Promise<void>",
    text: "Sends a value. Fails once the channel is closed.",
    waits: "until a receiver takes the value or the buffer has room",
    wokenBy: "a receive, a select with `onReceive`, or the signal",
  },
  "channel.trySend": {
    signature: "trySend(value): boolean",
    text: "Sends only if that can be done at once.",
  },
  "channel.receive": {
    signature: "receive(cancel?): Promise<T | undefined>",
    text: "Receives a value; `undefined` once the channel is closed and drained.",
    waits: "until there is a value or the channel is closed",
    wokenBy: "a send, a select with `onSend`, a close, or the signal",
  },
  "channel.next": {
    signature: "next(cancel?): Promise<IteratorResult<T>>",
    text: "Receives a value and whether there was one: `done` is closed and drained.",
    waits: "until there is a value or the channel is closed",
    wokenBy: "a send, a select with `onSend`, a close, or the signal",
  },
  "channel.tryReceive": {
    signature: "tryReceive(): IteratorResult<T> | undefined",
    text: "Receives only if that can be done at once.",
  },
  "channel.close": {
    signature: "close(): void",
    text: "No more values will be sent. Every receiver in line gets `undefined`, every sender in line fails. Closing twice is an error.",
  },
  "channel.onReceive": {
    signature: "onReceive(handler?): Case",
    text: "A case for `select`: receive. `ok` is false once the channel is closed and drained.",
  },
  "channel.onSend": {
    signature: "onSend(value, handler?): Case",
    text: "A case for `select`: send this value.",
  },
  "Mutex.lock": {
    signature: "lock(cancel?): Promise<Disposable>",
    text: "Takes the lock.",
    waits: "until it is the caller's",
    wokenBy: "`unlock` by whoever holds it, or the signal",
  },
  "Mutex.tryLock": {
    signature: "tryLock(): boolean",
    text: "Takes the lock only if nobody holds it.",
  },
  "Mutex.unlock": {
    signature: "unlock(): void",
    text: "Gives the lock to the task that has waited longest, or frees it.",
  },
  "Mutex.withLock": {
    signature: "withLock(fn, cancel?): Promise",
    text: "Runs `fn` while holding the lock, and gives it back in every case.",
    waits: "until it is the caller's, and then for `fn`",
    wokenBy: "`unlock` by whoever holds it, or the signal",
  },
  "RWMutex.lock": {
    signature: "lock(cancel?): Promise<Disposable>",
    text: "Takes the lock for writing.",
    waits: "until there is no reader and no other writer",
    wokenBy: "the last `rUnlock`, `unlock` by the writer, or the signal",
  },
  "RWMutex.rLock": {
    signature: "rLock(cancel?): Promise<Disposable>",
    text: "Takes the lock for reading. A task that reads may not take it again.",
    waits: "while a writer holds it or is in line before",
    wokenBy: "`unlock` by the writer, or the signal",
  },
  "RWMutex.unlock": { signature: "unlock(): void", text: "Ends a writer's hold." },
  "RWMutex.rUnlock": {
    signature: "rUnlock(): void",
    text: "Ends one reader's hold.",
  },
  "RWMutex.tryLock": {
    signature: "tryLock(): boolean",
    text: "Takes the lock for writing only if nobody holds it.",
  },
  "RWMutex.tryRLock": {
    signature: "tryRLock(): boolean",
    text: "Takes the lock for reading only if no writer holds it or waits for it.",
  },
  "RWMutex.withLock": {
    signature: "withLock(fn, cancel?): Promise",
    text: "Runs `fn` while holding the lock for writing, and gives it back in every case.",
    waits: "until there is no reader and no other writer",
    wokenBy: "the last `rUnlock`, `unlock` by the writer, or the signal",
  },
  "RWMutex.withRLock": {
    signature: "withRLock(fn, cancel?): Promise",
    text: "Runs `fn` while holding the lock for reading, and gives it back in every case.",
    waits: "while a writer holds it or is in line before",
    wokenBy: "`unlock` by the writer, or the signal",
  },
  "RWMutex.rLocker": {
    signature: "rLocker(): Locker",
    text: "A lock whose `lock` and `unlock` are this one's `rLock` and `rUnlock`, as for a `Cond`.",
  },
  "WaitGroup.add": {
    signature: "add(n = 1): void",
    text: "Adds to the count: before the task is started, not inside it.",
  },
  "WaitGroup.done": {
    signature: "done(): void",
    text: "Takes one off the count; in `finally`, so that a failure counts as an end.",
  },
  "WaitGroup.wait": {
    signature: "wait(cancel?): Promise<void>",
    text: "Waits for the tasks of the group.",
    waits: "until the count is 0",
    wokenBy: "the last `done`, the end of the last task of `go`, or the signal",
  },
  "WaitGroup.go": {
    signature: "go(fn, ...args): Task",
    text: "Starts `fn` as a task that counts until it ends, whichever way.",
  },
  "Semaphore.acquire": {
    signature: "acquire(n = 1, cancel?): Promise<Disposable>",
    text: "Takes permits. Who wants many is not overtaken by those who want few.",
    waits: "until `n` permits are free and nobody is in line before",
    wokenBy: "`release`, or the signal",
  },
  "Semaphore.tryAcquire": {
    signature: "tryAcquire(n = 1): boolean",
    text: "Takes permits only if that can be done at once.",
  },
  "Semaphore.release": {
    signature: "release(n = 1): void",
    text: "Gives permits back.",
  },
  "Semaphore.withPermit": {
    signature: "withPermit(fn, cancel?): Promise",
    text: "Runs `fn` with one permit, and gives it back in every case.",
    waits: "until a permit is free",
    wokenBy: "`release`, or the signal",
  },
  "ErrGroup.go": {
    signature: "go(fn, cancel?): Promise<void>",
    text: "Runs `fn` as a task once there is a place for it.",
    waits: "at the limit, until another task of the group has ended",
    wokenBy: "the end of a task, or the signal",
  },
  "ErrGroup.tryGo": {
    signature: "tryGo(fn): boolean",
    text: "Runs `fn` as a task only if there is a place.",
  },
  "ErrGroup.setLimit": {
    signature: "setLimit(n): void",
    text: "Lets at most `n` tasks run at a time.",
  },
  "ErrGroup.wait": {
    signature: "wait(cancel?): Promise<void>",
    text: "Waits for all tasks, and rejects with the first error.",
    waits: "until all tasks have ended",
    wokenBy: "the end of the last task, or the signal",
  },
  "Once.do": {
    signature: "do(fn, cancel?): Promise<void>",
    text: "Calls `fn` if this is the first call of all.",
    waits: "until the one call has ended",
    wokenBy: "the end of the function, or the signal",
  },
  "Cond.wait": {
    signature: "wait(cancel?): Promise<void>",
    text: "Unlocks, waits to be told, and locks again. Check the condition in a loop.",
    waits: "until it is told, and then for the lock",
    wokenBy: "`signal`, `broadcast`, or the signal",
  },
  "Cond.signal": {
    signature: "signal(): void",
    text: "Wakes the task that has waited longest.",
  },
  "Cond.broadcast": { signature: "broadcast(): void", text: "Wakes all that wait." },
  "SingleFlight.do": {
    signature: "do(key, fn, cancel?): Promise<T>",
    text: "Calls `fn`, or joins the call for this key that is under way.",
    waits: "until the one call for this key has ended",
    wokenBy: "the end of that call, or the signal",
  },
  "SingleFlight.forget": {
    signature: "forget(key): void",
    text: "The next call for this key begins a computation of its own.",
  },
  "Ticker.stop": {
    signature: "stop(): void",
    text: "Ends the ticking. The channel does not close.",
  },
  "Ticker.reset": {
    signature: "reset(ms): void",
    text: "Begins anew with another period.",
  },
  "context.done": {
    signature: "done(): ReceiveChannel<never>",
    text: "A channel that closes when the context ends.",
  },
  "context.err": {
    signature: "err(): CanceledError | DeadlineExceededError | undefined",
    text: "Why it ended; undefined while it goes on.",
  },
  "context.cause": {
    signature: "cause(): unknown",
    text: "Why it ended, as whoever ended it said.",
  },
  "context.value": {
    signature: "value(key): unknown",
    text: "What `withValue` stored under this key.",
  },
  "context.deadline": {
    signature: "deadline(): Date | undefined",
    text: "When it will end by itself.",
  },
  "SyncMap.load": { signature: "load(key): V | undefined", text: "The value of a key." },
  "SyncMap.store": { signature: "store(key, value): void", text: "Sets the value of a key." },
  "SyncMap.loadOrStore": {
    signature: "loadOrStore(key, value): [value, loaded]",
    text: "The value of a key, which is this one where there was none.",
  },
  "SyncMap.loadAndDelete": {
    signature: "loadAndDelete(key): [value, loaded]",
    text: "The value that a key had: it has none any more.",
  },
  "SyncMap.delete": { signature: "delete(key): void", text: "Takes a key away." },
  "SyncMap.swap": {
    signature: "swap(key, value): [previous, loaded]",
    text: "Sets the value of a key, and gives the one that it had.",
  },
  "SyncMap.compareAndSwap": {
    signature: "compareAndSwap(key, old, next): boolean",
    text: "Sets the value of a key only if it still is `old`: for what was read before an await.",
  },
  "SyncMap.range": {
    signature: "range(fn): void",
    text: "Calls `fn` with each key and value, until it returns false.",
  },
  "SyncMap.has": { signature: "has(key): boolean", text: "Whether a key has a value." },
  "SyncMap.clear": { signature: "clear(): void", text: "Takes all keys away." },
  "SyncMap.compareAndDelete": {
    signature: "compareAndDelete(key, old): boolean",
    text: "Takes a key away only if its value still is `old`.",
  },
  "SyncMap.loadOrCompute": {
    signature: "loadOrCompute(key, fn, cancel?): Promise",
    text: "The value of a key, made by `fn` where there is none; others who ask meanwhile wait for it.",
    waits: "while `fn` makes the value",
    wokenBy: "the end of `fn`, or the signal",
  },
};
