/**
 * From promise events to async calls.
 *
 * V8 tells four things about each promise: its birth (with the promise it reacts to), and before, after and
 * settled. It does not say which function an `await` belongs to. This file finds that out, in the traced program,
 * as it happens. The facts that it rests on hold on Node 20, 22, 24 and 26:
 *
 * - A call of an async function bears the function's own promise, without a parent. So does `new Promise`, and
 *   only a stack tells them apart; without one the promise is a candidate, and what follows confirms or refutes.
 * - `await P` bears a hidden promise (here: the token) with the parent P. So does `P.then(f)`; again a stack tells.
 *   Awaiting a value that is no promise bears, before the token, a promise for the value whose parent is the
 *   function's own promise.
 * - Calls nest. What is born while a function runs its first section belongs to the innermost function that has
 *   neither awaited nor ended: the top of the stack `#open`.
 * - In a later section (a token's reaction) the call is known from the token, and the event just before that
 *   token settles is the call's next await, or the end of its own promise. This corrects any wrong guess.
 * - `return promise` shows as a job of the function's own promise that subscribes to the returned one.
 */
import { executionAsyncId } from "node:async_hooks";
import { StartFlag, type WireFrame } from "../wire/index.js";
import type { Clock } from "./clock.js";
import { ActiveCall, Origin, resolveNode, type PromiseNode } from "./node.js";
import { ANONYMOUS, frameOf, isBuiltin, isInternalFile, userFrames, type Stacks } from "./stacks.js";
import { nodeOf, stampPromise } from "./stamp.js";

/** Frames that a creation stack keeps at most, Node's own included. */
const CREATION_FRAMES = 10;

/** Built-in functions that run a suspended async generator: what they bear is a call's promise. */
const RESUMES_GENERATOR = new Set(["next", "return", "throw"]);

/** Who made a call when no other async call is running: the creator of the timer, socket, ... that calls back. */
export interface CallContext {
  readonly call: ActiveCall;
  readonly callback: boolean;
}

export interface CallsHost {
  /** Is told when something about a call is new: it began, it waits, it goes on, it ended. */
  readonly observer: { changed(call: ActiveCall): void };
  readonly contextOf: () => CallContext;
  /** The tracer itself failed; the program must not notice. */
  readonly failed: () => void;
}

export class Calls {
  /** The evaluation of the entry module. */
  readonly main: ActiveCall;
  promises = 0;
  tasksStarted = 0;
  tasksLive = 0;
  /** Above 0 while the tracer itself works: its own promises are not the program's. */
  muted = 0;

  readonly #clock: Clock;
  readonly #stacks: Stacks;
  readonly #host: CallsHost;

  /** Calls in their first section, innermost last. */
  #open: ActiveCall[] = [];
  /** The call whose later section runs now. */
  #base: ActiveCall | null = null;
  /** Who is the parent of what is called now, outside of open calls; and whether it is so as a callback. */
  #contextCall: ActiveCall | null = null;
  #contextIsCallback = false;
  /** The turn of the event loop that `#open` belongs to, where no promise's reaction runs. */
  #turn = 0;
  /** The promise whose reaction runs now. */
  #running: object | null = null;
  /** The call that the very last event was an await of. */
  #lastAwaiter: ActiveCall | null = null;
  /** A call that returned a promise, while the engine subscribes to that promise. */
  #following: ActiveCall | null = null;
  /** A birth whose meaning the next event decides. */
  #undecided: Undecided | null = null;
  /** The promise whose executor may be running. */
  #constructing: Origin | null = null;
  #combining = 0;

  constructor(clock: Clock, stacks: Stacks, host: CallsHost) {
    this.#clock = clock;
    this.#stacks = stacks;
    this.#host = host;
    this.main = new ActiveCall(null, StartFlag.main, 0);
    this.main.functionName = null;
    this.#confirm(this.main);
  }

  // The four hooks. Each is the outermost frame of ours on the stack, so stacks are cut below it. An error in
  // one of them would surface in the program, so none leaves.

  readonly init = (promise: object, parent: object | undefined): void => {
    if (this.muted > 0) return;
    try {
      this.#init(promise, parent);
    } catch {
      this.#host.failed();
    }
  };

  readonly before = (promise: object): void => {
    try {
      this.#before(promise);
    } catch {
      this.#host.failed();
    }
  };

  readonly after = (): void => {
    try {
      if (this.#undecided !== null) this.#decide(null);
      this.#leaveSection();
    } catch {
      this.#host.failed();
    }
  };

  readonly settled = (promise: object): void => {
    try {
      this.#settled(promise);
    } catch {
      this.#host.failed();
    }
  };

  /**
   * Between turns of the event loop the entry module is either waiting or over. (It may come back: modules that
   * load slowly are evaluated after the first turns.)
   */
  noteMainBetweenTurns(): void {
    if (!this.main.waiting) this.#end(this.main);
  }

  // What the library and the adapters tell.

  /** The call that is running, or that is responsible for what is running. */
  responsible(): CallContext {
    const open = this.#open.at(-1);
    if (open !== undefined) return { call: open, callback: false };
    if (this.#contextCall !== null) return { call: this.#contextCall, callback: this.#contextIsCallback };
    return this.#host.contextOf();
  }

  /** The call whose synchronous code runs right now, if any. */
  get runningCall(): ActiveCall | null {
    return this.#open.at(-1) ?? this.#base;
  }

  /** The promise whose executor may be running; the caller must know from a stack that one is. */
  get constructing(): Origin | null {
    return this.#constructing;
  }

  /** Makes a promise that was born as a mere promise the task that the library's `go` started. */
  spawned(promise: object, name: string, created: readonly WireFrame[]): void {
    const born = nodeOf(promise);
    if (born instanceof ActiveCall) this.#refute(born);
    const call = this.#newCall(this.responsible(), StartFlag.spawned);
    call.functionName = name;
    call.created = created;
    stampPromise(promise, call);
    this.#confirm(call);
    this.#host.observer.changed(call);
  }

  /** Runs what follows as the body of a spawned task, until `leave`. */
  enter(task: object): void {
    const call = nodeOf(task);
    if (!(call instanceof ActiveCall)) return;
    this.#leaveSection(true);
    this.#base = call;
    this.#contextCall = call;
  }

  /** The body's call returned `result`; a promise is what the task waits for from now on. */
  leave(task: object, result: unknown): void {
    const call = nodeOf(task);
    if (!(call instanceof ActiveCall)) return;
    const running = this.#running;
    this.#leaveSection(true);
    this.#running = running;
    if (typeof result !== "object" || result === null || call.ended) return;
    this.#wait(call, null, nodeOf(result) ?? null, null);
  }

  /** Names what a promise stands for, where only a stranger to promises can tell. */
  describe(promise: object, origin: Origin): void {
    const born = nodeOf(promise);
    if (born instanceof ActiveCall) this.#refute(born);
    stampPromise(promise, origin);
  }

  /** What is born during `combine` are the inner promises of a combinator: they belong to nobody. */
  combine<T>(combine: () => T): T {
    this.#combining++;
    try {
      return combine();
    } finally {
      this.#combining--;
    }
  }

  #init(promise: object, parent: object | undefined): void {
    this.promises++;
    this.#clock.tick();
    if (this.#combining > 0) return;
    if (this.#undecided !== null) this.#decide(parent ?? null);
    this.#lastAwaiter = null;
    if (parent === undefined) this.#opened(promise);
    else this.#reacted(promise, parent);
  }

  #before(promise: object): void {
    const node = nodeOf(promise);
    if (this.#undecided !== null) this.#decide(null);
    this.#leaveSection();
    this.#running = promise;
    if (node instanceof ActiveCall) {
      this.#contextCall = node;
      if (node.token === promise) {
        this.#base = node;
        this.#resume(node);
      } else if (!node.waiting && !node.ended) {
        this.#following = node;
      }
    } else if (node !== undefined) {
      node.source = null;
      this.#contextCall = node.call;
      this.#contextIsCallback = true;
    }
  }

  #settled(promise: object): void {
    const node = nodeOf(promise);
    if (this.#undecided !== null) this.#decide(promise);
    const lastAwaiter = this.#lastAwaiter;
    this.#lastAwaiter = null;
    if (!(node instanceof ActiveCall)) return;
    if (promise !== this.#running) this.#end(node);
    else if (lastAwaiter !== null && lastAwaiter !== node) this.#correct(lastAwaiter, node);
  }

  #opened(promise: object): void {
    if (this.#running === null) this.#noteTurn();
    const callSites = this.#stacks.take(CREATION_FRAMES, this.init);
    const top = callSites?.[0];
    if (callSites !== null && (top === undefined || !bearsCall(top))) {
      this.#constructing = new Origin("bare", null);
      stampPromise(promise, this.#constructing);
      return;
    }
    if (top !== undefined && isModule(top)) {
      stampPromise(promise, new Origin("bare", null));
      this.#open.push(this.main);
      return;
    }
    if (callSites !== null) this.#closeReturned(callSites);
    const evaluating = this.#open.length === 0 && callSites?.some(loadsModules) === true;
    const maker = evaluating ? { call: this.main, callback: false } : this.responsible();
    const call = this.#newCall(maker, 0);
    if (callSites !== null && top !== undefined) {
      if (!isBuiltin(top)) {
        call.functionName = top.getFunctionName();
        call.internal = isInternalFile(top.getFileName() ?? "");
      }
      call.created = userFrames(callSites.slice(1));
      this.#confirm(call);
      this.#host.observer.changed(call);
    }
    stampPromise(promise, call);
    this.#open.push(call);
  }

  /** A call that returned a promise ends without an event: it is no longer on the stack. */
  #closeReturned(callSites: readonly NodeJS.CallSite[]): void {
    if (callSites.length === CREATION_FRAMES) return;
    for (let call = this.#open.at(-1); call?.confirmed === true; call = this.#open.at(-1)) {
      const name = call.functionName;
      const running = callSites.some((site, i) => i > 0 && !isAsync(site) && site.getFunctionName() === name);
      if (running || name === undefined) return;
      this.#open.length--;
    }
  }

  /** Callbacks of the event loop have no hook of their own: what one left open ends when another begins. */
  #noteTurn(): void {
    const turn = executionAsyncId();
    if (turn !== this.#turn) this.#open.length = 0;
    this.#turn = turn;
  }

  #reacted(promise: object, parent: object): void {
    const node = nodeOf(parent) ?? null;
    if (this.#following !== null) {
      const call = this.#following;
      this.#following = null;
      this.#wait(call, promise, node, null);
      return;
    }
    if (node instanceof Origin && node.kind === "value" && node.call !== null) {
      this.#await(node.call, promise, parent, null, this.#site(node.call));
      return;
    }
    const running = this.runningCall;
    // In a later section the correction at its end serves as well as a stack, unless stacks are cheap right now.
    const worthIt = running !== this.#base || running === null || this.#stacks.plenty;
    const top = worthIt ? this.#stacks.take(1, this.init)?.[0] : undefined;
    if (running !== null && node === running) {
      stampPromise(promise, new Origin("value", running));
      this.#undecided = { promise, parent, call: running, top };
      return;
    }
    this.#awaitOrThen(promise, parent, top);
  }

  #awaitOrThen(promise: object, parent: object, top: NodeJS.CallSite | undefined): void {
    const node = nodeOf(parent) ?? null;
    const builtin = top !== undefined && isBuiltin(top);
    const owner = builtin ? null : top === undefined ? this.runningCall : this.#ownerOf(top);
    if (owner === null) this.#derive(promise, node);
    else this.#await(owner, promise, parent, node, top === undefined ? null : frameOf(top));
  }

  /** Which of the running calls an await at this place belongs to. */
  #ownerOf(top: NodeJS.CallSite): ActiveCall | null {
    const name = top.getFunctionName();
    const internal = isInternalFile(top.getFileName() ?? "");
    const fits = (call: ActiveCall): boolean =>
      call.functionName === undefined || (call.functionName === name && call.internal === internal);
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const call = this.#open[i];
      if (call !== undefined && fits(call)) return call;
    }
    if (this.#base !== null && fits(this.#base)) return this.#base;
    // Code outside of any function: the entry module's top-level await.
    return name === null && !internal ? this.main : null;
  }

  #site(call: ActiveCall): WireFrame | null {
    if (call === this.#base && !this.#stacks.plenty) return null;
    const top = this.#stacks.take(1, this.init)?.[0];
    return top === undefined || isBuiltin(top) ? null : frameOf(top);
  }

  #derive(promise: object, source: PromiseNode | null): void {
    const origin = new Origin("then", this.responsible().call);
    origin.source = source;
    stampPromise(promise, origin);
  }

  #await(
    call: ActiveCall,
    token: object,
    awaited: object,
    target: PromiseNode | null,
    site: WireFrame | null,
  ): void {
    stampPromise(token, call);
    if (site !== null && call.functionName === undefined) call.functionName = nameOf(site);
    this.#closeDownTo(call);
    this.#wait(call, token, target, site);
    call.awaited = awaited;
    this.#lastAwaiter = call;
  }

  #wait(call: ActiveCall, token: object | null, target: PromiseNode | null, site: WireFrame | null): void {
    this.#confirm(call);
    if (call.ended) this.#revive(call);
    call.waiting = true;
    call.waitingSinceUs = this.#clock.nowUs;
    call.token = token;
    call.target = target;
    call.site = site;
    call.siteIsAwait = false;
    call.awaited = null;
    call.asked = false;
    if (target instanceof Origin) target.waiter = call;
    this.#adoptFrame(call, resolveNode(target));
    this.#host.observer.changed(call);
  }

  /** The entry module began to wait after it had seemed to be over. */
  #revive(call: ActiveCall): void {
    call.ended = false;
    if (isTask(call)) this.tasksLive++;
  }

  /** A call that its caller awaits as its next suspension is a frame of the caller, not a task of its own. */
  #adoptFrame(call: ActiveCall, target: PromiseNode | null): void {
    if (!(target instanceof ActiveCall) || target.parent !== call) return;
    if (target.parentSection !== call.section || (target.flags & StartFlag.frame) !== 0) return;
    if ((target.flags & StartFlag.spawned) !== 0) return;
    target.flags |= StartFlag.frame;
    if (!target.confirmed || target.internal) return;
    this.tasksStarted--;
    if (!target.ended) this.tasksLive--;
  }

  #resume(call: ActiveCall): void {
    call.section++;
    call.waiting = false;
    call.token = null;
    call.target = null;
    call.awaited = null;
    call.site = null;
    this.#host.observer.changed(call);
  }

  #end(call: ActiveCall): void {
    if (call.ended) return;
    call.ended = true;
    call.waiting = false;
    call.token = null;
    call.target = null;
    call.awaited = null;
    this.#closeDownTo(call);
    if (call.confirmed && isTask(call)) this.tasksLive--;
    this.#host.observer.changed(call);
  }

  /** The section of `call` ended with an await that was charged to another call: that one is none. */
  #correct(charged: ActiveCall, call: ActiveCall): void {
    if (call.ended || call.waiting || charged.token === null) return;
    const { token, awaited, target, site } = charged;
    this.#refute(charged);
    stampPromise(token, call);
    this.#wait(call, token, target, site);
    call.awaited = awaited;
  }

  /** `subject` is what the deciding event is about: the promise that settles, or the parent of a birth. */
  #decide(subject: object | null): void {
    const undecided = this.#undecided;
    this.#undecided = null;
    // A promise that was made for an awaited value settles at once, or (of a thenable) is awaited at once.
    if (undecided === null || undecided.promise === subject) return;
    const { promise, parent, call, top } = undecided;
    // Somebody awaits the promise of the call that seemed to be running: it has returned another promise, or it
    // never was a call.
    if (call.confirmed) this.#closeDownTo(call);
    else this.#refute(call);
    this.#awaitOrThen(promise, parent, top);
  }

  #confirm(call: ActiveCall): void {
    if (call.confirmed) return;
    call.confirmed = true;
    if (!isTask(call)) return;
    this.tasksStarted++;
    this.tasksLive++;
  }

  #refute(call: ActiveCall): void {
    if (call.confirmed && isTask(call)) {
      this.tasksStarted--;
      if (!call.ended) this.tasksLive--;
    }
    call.confirmed = false;
    call.refuted = true;
    call.waiting = false;
    call.token = null;
    call.target = null;
    call.awaited = null;
    this.#closeDownTo(call);
  }

  #newCall(context: CallContext, flags: number): ActiveCall {
    const { call: maker, callback } = context;
    // Node's own functions are no tasks, so they are nobody's parent: their caller is.
    const parent = maker.internal ? maker.parent : maker;
    const inherited = maker.internal ? maker.flags & StartFlag.callback : 0;
    const all = flags | inherited | (callback ? StartFlag.callback : 0);
    const call = new ActiveCall(parent, all, this.#clock.nowUs);
    if (maker.internal) call.parentId = maker.parentId;
    return call;
  }

  #closeDownTo(call: ActiveCall): void {
    const index = this.#open.lastIndexOf(call);
    if (index >= 0) this.#open.length = index;
  }

  #leaveSection(keepRunning = false): void {
    this.#open.length = 0;
    this.#base = null;
    this.#contextCall = null;
    this.#contextIsCallback = false;
    this.#lastAwaiter = null;
    this.#following = null;
    this.#constructing = null;
    if (!keepRunning) this.#running = null;
  }
}

/** As the engine would name it: null for none. */
export function nameOf(site: WireFrame): string | null {
  return site.function === ANONYMOUS ? null : site.function;
}

/**
 * A promise whose parent is the promise of the call that seems to be running. Either the call awaits a value, or
 * somebody awaits the call.
 */
interface Undecided {
  readonly promise: object;
  readonly parent: object;
  readonly call: ActiveCall;
  readonly top: NodeJS.CallSite | undefined;
}

function isTask(call: ActiveCall): boolean {
  return !call.internal && (call.flags & StartFlag.frame) === 0;
}

/** The evaluation of a module with top-level await, which the engine runs as an async function. */
function isModule(top: NodeJS.CallSite): boolean {
  return top.getFunctionName() === null && top.getLineNumber() === 1 && top.getColumnNumber() === 1;
}

/** Node's module loaders: what they call on the stack is a module's own code. */
function loadsModules(callSite: NodeJS.CallSite): boolean {
  return !callSite.isAsync() && (callSite.getFileName() ?? "").startsWith("node:internal/modules/");
}

/** A caller that is suspended, and not on the stack proper. */
function isAsync(callSite: NodeJS.CallSite): boolean {
  return callSite.isAsync();
}

function bearsCall(top: NodeJS.CallSite): boolean {
  return !isBuiltin(top) || RESUMES_GENERATOR.has(top.getFunctionName() ?? "");
}
