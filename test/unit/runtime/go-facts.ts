/**
 * What Go does, where Go says so, and which test holds that this library does the same. Facts, not code: the tests
 * are this project's own. Where JavaScript must differ, the entry says how.
 *
 * `spec` is the Go language specification by section; other sources are package documentation by name, and Go's own
 * tests by file and name where only a test pins the behaviour down.
 */
export interface GoFact {
  readonly behaviour: string;
  readonly source: string;
  /** File in this folder, and the test's title. */
  readonly test: readonly [file: string, title: string];
}

const fact = (behaviour: string, source: string, file: string, title: string): GoFact => ({
  behaviour,
  source,
  test: [`${file}.test.ts`, title],
});

export const goFacts: readonly GoFact[] = [
  // Channels
  fact(
    "A send on an unbuffered channel waits until a receiver is there",
    "spec: Send statements",
    "channel",
    "hands a value from a waiting sender to a receiver",
  ),
  fact(
    "A receive waits until there is a value",
    "spec: Receive operator",
    "channel",
    "hands a value to a waiting receiver, and the sender need not wait",
  ),
  fact(
    "A send on a buffered channel goes on while there is room",
    "spec: Send statements",
    "channel",
    "takes values while there is room, then makes senders wait",
  ),
  fact(
    "Channels are first in, first out queues",
    "spec: Channel types; test/chan/fifo.go",
    "channel",
    "keeps the order over many turns of its buffer, with senders in line",
  ),
  fact(
    "Senders in line are served in the order in which they came",
    "test/chan/fifo.go (SynchFifo)",
    "channel",
    "serves senders in the order in which they came",
  ),
  fact(
    "Receivers in line are served in the order in which they came",
    "runtime/chan.go: waitq",
    "channel",
    "serves receivers in the order in which they came, whichever way they receive",
  ),
  fact(
    "Receiving from a closed channel gives what was sent before, then the zero value (here: undefined) at once and for ever",
    "spec: Close; Receive operator",
    "channel",
    "lets the buffer be drained, then gives undefined for ever",
  ),
  fact(
    "`v, ok := <-ch`: ok is false when the channel is closed and empty (here: `next()`, `done`)",
    "spec: Receive operator",
    "channel",
    "tryReceive tells a value, nothing yet, and the end",
  ),
  fact(
    "A zero value that was sent is a value like any other",
    "spec: Receive operator",
    "channel",
    "gives undefined, null and false as values like any other",
  ),
  fact(
    "Closing wakes every waiting receiver",
    "spec: Close",
    "channel",
    "wakes every receiver in line, in order",
  ),
  fact(
    "Closing makes waiting senders panic (here: reject)",
    "spec: Close; Send statements",
    "channel",
    "fails every sender in line, and keeps what the buffer holds",
  ),
  fact(
    "Sending on, or closing, a closed channel panics (here: a coded error)",
    "spec: Close",
    "channel",
    "makes later sends and a second close fail, by name",
  ),
  fact(
    "`for range` over a channel ends when it is closed and drained",
    "spec: For statements with range clause",
    "channel",
    "runs until the channel is closed and drained",
  ),
  fact(
    "Leaving a range loop leaves the channel as it is",
    "spec: For statements with range clause",
    "channel",
    "leaves the channel open, and its values to others, when left early",
  ),
  fact(
    "`len` counts buffered values, `cap` is the buffer's size; both are 0 without a buffer",
    "spec: Length and capacity",
    "channel",
    "takes values while there is room, then makes senders wait",
  ),
  fact(
    "`make` with a negative size panics",
    "spec: Making slices, maps and channels",
    "channel",
    "may not be ${String(capacity)} (${typeof capacity})",
  ),
  fact(
    "Operations that cannot go on at once can be tried",
    "test/chan/nonblock.go",
    "channel",
    "trySend sends to a waiting receiver or into the buffer only",
  ),
  fact(
    "A received value is no longer held by the channel",
    "runtime/chan.go: typedmemclr of the slot",
    "channel",
    "does not keep what was received alive",
  ),
  fact(
    "Several senders and receivers: each value arrives once, in each sender's order",
    "runtime/chan_test.go: TestChan, TestMultiConsumer",
    "go-programs",
    "receives each of what four tasks send, once, in each sender's order",
  ),
  fact(
    "A chain of ten thousand goroutines passes a value on",
    "test/chan/goroutines.go",
    "go-programs",
    "passes a value through ten thousand tasks in a row",
  ),
  fact(
    "A sieve of goroutines finds the primes",
    "test/chan/sieve1.go",
    "go-programs",
    "finds primes by a sieve of tasks, one for each prime",
  ),
  fact(
    "Power series computed by channels that feed each other",
    "test/chan/powser1.go",
    "go-programs",
    "computes the power series of e^x from itself, through channels that feed each other",
  ),
  fact(
    "Directional channel types restrict what can be done, checked by the compiler",
    "spec: Channel types; test/chan/perm.go",
    "types.check",
    "export function ends(",
  ),
  // Select
  fact(
    "One ready case is chosen by a uniform pseudo-random selection",
    "spec: Select statements",
    "select",
    "chooses each as often as any other",
  ),
  fact(
    "No ready case is starved by another",
    "runtime/chan_test.go: TestSelectFairness",
    "go-programs",
    "gives two channels that are always ready about the same",
  ),
  fact(
    "Exactly one case is carried out",
    "spec: Select statements; test/chan/doubleselect.go",
    "go-programs",
    "never sends twice by one select",
  ),
  fact(
    "With no ready case and a default, the default is chosen",
    "spec: Select statements",
    "select",
    "is chosen only if nothing is ready",
  ),
  fact("There is at most one default", "spec: Select statements", "select", "may be there only once"),
  fact(
    "Without a default it waits until a case can go on",
    "spec: Select statements",
    "select",
    "goes on with the first case that becomes ready, and leaves no waiter in the others",
  ),
  fact(
    "A select with no cases waits for ever",
    "spec: Select statements",
    "select",
    "waits for ever without a live case",
  ),
  fact(
    "A nil channel (here: no case) is never ready",
    "spec: Select statements; test/chan/select3.go",
    "select",
    "waits for ever without a live case",
  ),
  fact(
    "A closed channel is ready to receive from",
    "spec: Select statements; test/chan/select3.go",
    "select",
    "counts closed channels as ready",
  ),
  fact(
    "Choosing to send on a closed channel panics (here: rejects)",
    "spec: Select statements",
    "select",
    "is woken by a close, and fails where it would have sent",
  ),
  fact(
    "Operands are evaluated once, in source order, chosen or not",
    "spec: Select statements; test/chan/select5.go",
    "go-programs",
    "evaluates the operands of a select once, in order, chosen or not",
  ),
  fact(
    "A channel may stand in a select twice",
    "runtime/chan_test.go: TestSelectDuplicateChannel",
    "select",
    "may name a channel twice and is then served once",
  ),
  fact(
    "A select does not receive its own send",
    "runtime/chan_test.go: TestSelfSelect",
    "go-programs",
    "never lets a task receive what it sends in the same select",
  ),
  fact(
    "Losing cases leave the lines of their channels intact",
    "test/chan/select6.go",
    "go-programs",
    "keeps the lines of channels whose select lost in order, wherever in the line it stood",
  ),
  fact("Two selects can meet", "runtime/chan_test.go: TestSelectStress", "select", "meets another select"),
  fact(
    "Nothing is lost, duplicated or reordered by any mix of operations",
    "runtime/chan_test.go: TestSelectStress",
    "properties",
    "lose, duplicate and reorder nothing, however tasks come and go",
  ),
  // Tasks
  fact(
    "`go` evaluates function and arguments in the caller; the body runs independently",
    "spec: Go statements",
    "task",
    "starts the body in a microtask, with the arguments of the call, in the order of the calls",
  ),
  fact(
    "A panic that nobody recovers ends the program (here: an unhandled rejection that names the task)",
    "spec: Handling panics",
    "task",
    "ends the process, and the report names the task",
  ),
  fact(
    "A running goroutine does not keep others, timers or the network from running",
    "runtime: asynchronous preemption, Go 1.14 release notes",
    "turn",
    "leave timers and sockets their turn: ${what}",
  ),
  // sync
  fact("A Mutex is held by one goroutine at a time", "sync.Mutex", "mutex", "is held by one task at a time"),
  fact(
    "Unlocking an unlocked Mutex is a fatal error (here: a coded one)",
    "sync.Mutex.Unlock",
    "mutex",
    "fails when nobody holds it",
  ),
  fact(
    "A locked Mutex belongs to no goroutine; locking it twice waits",
    "sync.Mutex",
    "mutex",
    "makes a task that locks it twice wait for itself",
  ),
  fact("TryLock reports whether it succeeded", "sync.Mutex.TryLock", "mutex", "can be tried"),
  fact(
    "A RWMutex is held by any number of readers or one writer",
    "sync.RWMutex",
    "rwmutex",
    "lets readers in together, and a writer alone",
  ),
  fact(
    "A waiting Lock keeps new readers out, so that the lock becomes available to the writer",
    "sync.RWMutex",
    "rwmutex",
    "makes new readers wait behind a writer that waits, so that no writer starves",
  ),
  fact(
    "Unlock of a RWMutex that is not so locked is a fatal error (here: a coded one)",
    "sync.RWMutex.Unlock, RUnlock",
    "rwmutex",
    "fails when it is unlocked and not so held",
  ),
  fact(
    "RLocker is a Locker of the reading side",
    "sync.RWMutex.RLocker",
    "rwmutex",
    "gives a lock of its reading side",
  ),
  fact(
    "Wait waits until the counter is zero and releases all who wait",
    "sync.WaitGroup.Add",
    "waitgroup",
    "makes all who wait go on when the count is 0, and not before",
  ),
  fact(
    "A negative counter panics (here: a coded error)",
    "sync.WaitGroup.Add; sync/waitgroup_test.go: TestWaitGroupMisuse",
    "waitgroup",
    "refuses to fall below 0, and stays as it was",
  ),
  fact("A WaitGroup may be used again", "sync.WaitGroup.Add", "waitgroup", "may be used again"),
  fact(
    "WaitGroup.Go counts the function until it returns",
    "sync.WaitGroup.Go",
    "waitgroup",
    "counts the tasks that it starts, until they end",
  ),
  fact(
    "Once.Do calls the first function only; no call returns before it has",
    "sync.Once.Do",
    "once",
    "runs the first function only, and all others wait for its end",
  ),
  fact(
    "If the function panics, Do considers it to have returned",
    "sync.Once.Do; sync/once_test.go: TestOncePanic",
    "once",
    "counts a function that throws as run, and tells only who ran it",
  ),
  fact(
    "Do called by the function deadlocks",
    "sync.Once.Do",
    "once",
    "waits for itself when asked from inside",
  ),
  fact(
    "OnceValue computes once",
    "sync.OnceValue",
    "once",
    "computes once, when first called, and gives all the same",
  ),
  fact(
    "If the function of OnceValue panics, every call panics with the same value",
    "sync.OnceValue",
    "once",
    "gives all the same error, for ever",
  ),
  fact(
    "Cond.Wait unlocks while it waits and locks before it returns",
    "sync.Cond.Wait",
    "cond",
    "unlocks while it waits, and has the lock again after",
  ),
  fact(
    "Signal wakes one goroutine, if there is any",
    "sync.Cond.Signal; sync/cond_test.go: TestCondSignal, TestCondSignalGenerations",
    "cond",
    "wakes one by signal, the one that has waited longest",
  ),
  fact(
    "Broadcast wakes all",
    "sync.Cond.Broadcast; sync/cond_test.go: TestCondBroadcast",
    "cond",
    "wakes all by broadcast, one after the other",
  ),
  fact(
    "A signal that nobody waits for is lost",
    "sync.Cond.Signal",
    "cond",
    "keeps no signal for who comes later",
  ),
  fact(
    "Map: Load, Store, LoadOrStore, LoadAndDelete, Swap, CompareAndSwap, CompareAndDelete, Clear",
    "sync.Map",
    "syncmap",
    "does each of Go's steps",
  ),
  fact(
    "Range visits no key more than once and stops at false",
    "sync.Map.Range",
    "syncmap",
    "visits no key twice, and stops when told",
  ),
  // golang.org/x/sync
  fact(
    "Group.Wait waits for all and returns the first error",
    "errgroup.Group.Wait",
    "errgroup",
    "waits for all, and gives the first error",
  ),
  fact(
    "A group without tasks is done",
    "errgroup_test.go: TestZeroGroup",
    "errgroup",
    "is over when there is nothing to wait for",
  ),
  fact(
    "WithContext: the context ends at the first error, with it as the cause",
    "errgroup.WithContext; errgroup_test.go: TestCancelCause",
    "errgroup",
    "ends its context with the first error as the cause",
  ),
  fact(
    "WithContext: the context ends when Wait returns",
    "errgroup.WithContext",
    "errgroup",
    "ends its context when wait is over, and with its parent",
  ),
  fact(
    "SetLimit: Go waits for a place",
    "errgroup.Group.Go, SetLimit",
    "errgroup",
    "makes go wait for a place at the limit, first come, first served",
  ),
  fact(
    "A negative limit is none; a limit of zero lets nothing start",
    "errgroup.Group.SetLimit",
    "errgroup",
    "lets none start at a limit of 0, and all at a negative one",
  ),
  fact(
    "The limit may not change while goroutines run",
    "errgroup.Group.SetLimit",
    "errgroup",
    "refuses a new limit while tasks run",
  ),
  fact(
    "TryGo starts only below the limit",
    "errgroup.Group.TryGo",
    "errgroup",
    "makes go wait for a place at the limit, first come, first served",
  ),
  fact(
    "A large request is not overtaken by small ones",
    "semaphore_test.go: TestLargeAcquireDoesntStarve",
    "semaphore",
    "serves first who came first, however much they want",
  ),
  fact(
    "A cancelled request lets those behind it go on",
    "semaphore_test.go: TestAllocCancelDoesntStarve",
    "semaphore",
    "lets those behind go on when the first in line gives up",
  ),
  fact(
    "A request larger than the semaphore waits for its context and blocks nobody",
    "semaphore_test.go: TestWeightedDoesntBlockIfTooBig",
    "semaphore",
    "keeps nobody waiting for who wants more than there is",
  ),
  fact(
    "Releasing more than held panics (here: a coded error)",
    "semaphore.Weighted.Release",
    "semaphore",
    "refuses to take back more than it gave",
  ),
  fact(
    "Do runs once for callers of the same key, who share the result",
    "singleflight.Group.Do; singleflight_test.go: TestDoDupSuppress",
    "syncmap",
    "shares one computation among those that ask meanwhile, and keeps nothing",
  ),
  fact("Do's error is shared", "singleflight_test.go: TestDoErr", "syncmap", "gives its error to all"),
  fact(
    "Forget makes the next call run anew; the forgotten one does not end it",
    "singleflight.Group.Forget; singleflight_test.go: TestForget",
    "syncmap",
    "begins anew for a key that was forgotten, and the old one does not end the new",
  ),
  // time
  fact(
    "Sleep lasts at least as long as asked; zero or less returns at once (here: after the loop came round)",
    "time.Sleep",
    "time",
    "lasts at least as long as asked, fractions included",
  ),
  fact(
    "After gives the time once; the channel does not close",
    "time.After",
    "time",
    "gives the time once, no sooner than asked, and does not close",
  ),
  fact(
    "A timer nobody refers to any more is freed though it has not fired",
    "time.After, since Go 1.23",
    "time",
    "stops its timer when the last waiter gives up, and starts it again for the next",
  ),
  fact(
    "A timer is freed too where the wait for it was never begun (here: the call arrives cancelled)",
    "time.After, since Go 1.23",
    "time",
    "leaves no timer when whoever would receive arrives cancelled",
  ),
  fact(
    "A Ticker drops ticks for slow receivers",
    "time.NewTicker",
    "ticker",
    "drops ticks for a slow reader, and keeps the first of them",
  ),
  fact(
    "Stop does not close the channel; no stale tick is received after it",
    "time.Ticker.Stop; Go 1.23 release notes",
    "ticker",
    "has nothing to receive after stop, and does not close",
  ),
  fact(
    "Reset starts a new period; no stale tick is received after it",
    "time.Ticker.Reset; Go 1.23 release notes",
    "ticker",
    "begins anew after reset, also after stop",
  ),
  fact(
    "NewTicker and Reset panic at zero or less",
    "time.NewTicker; time/tick_test.go: TestNewTickerLtZeroDuration",
    "ticker",
    "takes a time above 0 only",
  ),
  // context
  fact(
    "Background and TODO never end, have no values and no deadline",
    "context.Background; context/x_test.go: TestBackground",
    "context",
    "never ends and holds nothing",
  ),
  fact(
    "cancel closes Done and sets Err; later calls do nothing",
    "context.WithCancel, CancelFunc",
    "context",
    "tells so in every way it has",
  ),
  fact(
    "The first cause counts; without one the cause is Err",
    "context.WithCancelCause; Cause",
    "context",
    "says why, the first time",
  ),
  fact(
    "A parent's end ends its children, with its error and cause; a child's end ends no parent",
    "context_test.go: TestParentFinishesChild, TestChildFinishesFirst",
    "context",
    "ends its children and theirs, with its cause, and no parent or sibling",
  ),
  fact(
    "A child of an ended parent has ended",
    "context_test.go: XTestWithCancelCanceledParent",
    "context",
    "ends its children and theirs, with its cause, and no parent or sibling",
  ),
  fact(
    "Cancelling removes a context from its parent",
    "context_test.go: XTestCancelRemoves",
    "context",
    "is no longer held by its parent",
  ),
  fact(
    "A deadline that passes ends the context with DeadlineExceeded",
    "context.WithDeadline, WithTimeout",
    "context",
    "ends the context when its time has passed",
  ),
  fact(
    "A deadline in the past has passed",
    "context.WithDeadline",
    "context",
    "may be a date, and in the past",
  ),
  fact(
    "A deadline after the parent's is the parent's",
    "context.WithDeadline",
    "context",
    "that is the parent's or later starts no timer",
  ),
  fact(
    "Value finds the nearest value of the key",
    "context.WithValue; context/x_test.go: TestValues",
    "context",
    "are those nearest above, by the very key",
  ),
  fact(
    "A nil key panics (here: a coded error)",
    "context.WithValue; context_test.go: XTestWithValueChecksKey",
    "context",
    "are those nearest above, by the very key",
  ),
  fact(
    "WithoutCancel keeps values and nothing else",
    "context.WithoutCancel",
    "context",
    "outlive their context in one without its end",
  ),
  fact(
    "AfterFunc runs in its own goroutine after the end; stop tells whether it came in time",
    "context.AfterFunc",
    "context",
    "runs a task once the context has ended, not inside the call that ends it",
  ),
  fact(
    "stop of AfterFunc returns true once",
    "context.AfterFunc; context/afterfunc_test.go",
    "context",
    "can be stopped, once",
  ),
  fact(
    "A context of another package may be a parent",
    "context_test.go: XTestCustomContextGoroutines",
    "context",
    "is as good a parent as any",
  ),
  fact(
    "A nil parent panics (here: a coded error)",
    "context.WithCancel; context/x_test.go: TestInvalidDerivedFail",
    "context",
    "must be one",
  ),
  fact(
    "NotifyContext ends at a listed signal; stop gives the signals back",
    "os/signal.NotifyContext",
    "context",
    "ends at a signal, and tells which",
  ),
];
