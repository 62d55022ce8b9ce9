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
 * - Awaiting a value that is no promise bears first a promise for the value, whose parent is the function's own
 *   promise and which settles at once (or, for a thenable, is awaited at once).
 * - Calls nest. What is born while a function runs its first section belongs to the innermost function that has
 *   neither awaited nor ended: the top of the open calls.
 * - In a later section (a token's reaction) the call is known from the token, and the event just before that
 *   token settles is the call's next await, or the end of its own promise. This corrects any wrong guess.
 * - `return promise` shows as a job of the function's own promise that subscribes to the returned one.
 */
import { executionAsyncId } from "node:async_hooks";
import { types } from "node:util";
import { StartFlag, type WireFrame } from "../wire/index.js";
import {
  bearsCall,
  frameOf,
  functionNameOf,
  isBuiltin,
  isInternal,
  isInternalFile,
  isModule,
  loadsModules,
  namesOnStack,
  userFrames,
} from "./call-sites.js";
import { ActiveCall } from "./active-call.js";
import { CallStates, type CallContext } from "./call-states.js";
import type { Clock } from "./clock.js";
import { callOf, Candidate, Origin, type OpenCall, type PromiseNode } from "./node.js";
import { OpenCalls } from "./open-calls.js";
import type { Stacks } from "./stacks.js";
import { Sections } from "./sections.js";
import { awaitNumberOf, nodeOf, stampNewPromise, stampPromise } from "./stamp.js";

/** What the inner promises of a combinator belong to: nobody. */
const INNER = new Origin("members", null);

/** Marks a promise of which nothing is known and that may be awaited ever again, so that this is found out but once. */
const UNKNOWN = new Origin("bare", null);

/** Frames that a creation stack keeps at most, Node's own included. */
const CREATION_FRAMES = 8;

export interface CallsHost {
  /** Is told when something about a call is new: it began, it waits, it goes on, it ended. */
  readonly changed: (call: ActiveCall) => void;
  /** A promise for which somebody waits, or has waited, is settled. */
  readonly settled: (promise: object, origin: Origin) => void;
  /** Who is responsible for what runs outside of all promise reactions. */
  readonly contextOfTurn: () => CallContext;
  /** The tracer itself failed; the program must not notice. */
  readonly failed: () => void;
}

export class Calls {
  /** The evaluation of the entry module. */
  readonly main = new ActiveCall(null, 0, StartFlag.main, 0);
  readonly states: CallStates;
  promises = 0;
  /** Above 0 while the tracer itself works: its own promises are not the program's. */
  muted = 0;
  /** Above 0 while a combinator runs: what is born then are its inner promises. */
  combining = 0;

  readonly #clock: Clock;
  readonly #stacks: Stacks;
  readonly #host: CallsHost;

  readonly #open: OpenCalls;
  readonly sections = new Sections();
  /** The call whose later section runs now. */
  #base: ActiveCall | null = null;
  /** The hidden promise of the await whose reaction that section is. */
  #reaction: object | null = null;
  /** Who is the parent of what is called now, outside of open calls; and whether it is so as a callback. */
  #contextCall: OpenCall | null = null;
  #contextIsCallback = false;
  /** Some promise's reaction runs now. */
  #reacting = false;
  /** Nothing happened since the section before was cleared away. */
  #clean = false;
  /** The turn of the event loop that the open calls belong to, where no promise's reaction runs. */
  #turn = 0;
  /** The call that the very last event was an await of; and the await's hidden promise, if it may be another's. */
  #lastAwaiter: ActiveCall | null = null;
  #lastToken: object | null = null;
  /** What was resolved with a promise, while the engine subscribes to that promise. */
  #following: ActiveCall | Origin | null = null;
  /** The same, of a promise that nothing was known of so far. */
  #followingUnknown: object | null = null;
  /** The promise whose executor may be running. */
  #constructing: Origin | null = null;
  /** Modules with top-level await that are being evaluated, as far as is known. */
  #modules = 0;

  // The last promise whose parent was the own promise of the call that seemed to be running. Either it was made
  // for a value that the call awaits, or somebody awaits the call: the next event decides.
  #value: object | null = null;
  /** Null for the innermost open call while nothing is known of it. */
  #valueCall: OpenCall | null = null;
  #valueParent: object | null = null;
  #valueTop: NodeJS.CallSite | undefined;
  #valueSettled = false;
  #undecided = false;

  constructor(clock: Clock, stacks: Stacks, host: CallsHost) {
    this.#clock = clock;
    this.#stacks = stacks;
    this.#host = host;
    this.states = new CallStates(clock, host.changed);
    this.#open = new OpenCalls(() => this.#context());
    this.main.named(null, false);
    this.states.confirm(this.main);
  }

  // The four hooks. Each is the outermost frame of ours on the stack, so stacks are cut below it. An error in
  // one of them would surface in the program, so none leaves. What happens most (in a program too hot for stacks, a
  // call that ends at once, and a call that goes on and awaits again) is written out in few steps, for its own sake
  // and for that of the time that the engine takes to compile it; the rest is in functions of its own.

  readonly init = (promise: object, parent: object | undefined): void => {
    if (this.muted > 0) return;
    try {
      this.promises++;
      this.#clock.tick();
      this.#clean = false;
      if (this.combining > 0) {
        stampNewPromise(promise, INNER);
        return;
      }
      if (this.#undecided) this.#decide(parent ?? null);
      if (parent === undefined) this.#opened(promise);
      else this.#reacted(promise, parent);
    } catch {
      this.#host.failed();
    }
  };

  readonly before = (promise: object): void => {
    try {
      const node = nodeOf(promise);
      if (this.#undecided) this.#decide(null);
      if (!this.#clean) this.#clearSection();
      this.#clean = false;
      this.#reacting = true;
      if (node instanceof ActiveCall && node.isResumedBy(awaitNumberOf(promise))) {
        this.#reaction = promise;
        this.#base = this.#contextCall = node;
        const { site } = node;
        // The first news after a rest begins a new turn, of which this is the first section.
        this.states.resume(node);
        this.sections.began(node, site);
      } else {
        this.#beforeOther(promise, node);
      }
    } catch {
      this.#host.failed();
    }
  };

  readonly after = (): void => {
    try {
      if (this.#undecided) this.#decide(null);
      this.#clearSection();
      this.#reacting = false;
    } catch {
      this.#host.failed();
    }
  };

  readonly settled = (promise: object): void => {
    try {
      if (this.#undecided) this.#decide(promise);
      const lastAwaiter = this.#lastAwaiter;
      this.#lastAwaiter = null;
      if (promise === this.#reaction) {
        if (lastAwaiter !== this.#base && this.#base !== null) this.#sectionEnded(this.#base, lastAwaiter);
      } else if (!this.#open.closeTopUnknown(promise)) {
        this.#settledOther(promise, lastAwaiter);
      }
    } catch {
      this.#host.failed();
    }
  };

  /**
   * Between turns of the event loop the entry module is either waiting or over. (It may come back: modules that
   * load slowly are evaluated after the first turns.) In a program too hot to see its await it is told as waiting
   * for something unknown, but not at the `end`, where that would be a verdict.
   */
  noteMainBetweenTurns(end: boolean): void {
    const { main, states } = this;
    const unseen = main.resumedBy === 0;
    if (main.waiting && !(unseen && end)) return;
    if (this.#modules > 0 && !end) states.wait(main, 0, null, null);
    else states.end(main);
  }

  /** The tracer itself failed. */
  readonly failed = (): void => this.#host.failed();

  // What the library and the adapters tell.

  /** The call that is running, or that is responsible for what is running. */
  responsible(): { readonly call: ActiveCall; readonly callback: boolean } {
    const { call, callback } = this.context();
    return { call: this.states.materialize(call), callback };
  }

  /** The same, where it need not be known to be a call. */
  context(): CallContext {
    const open = this.#open.top;
    return open === null ? this.#context() : { call: open, callback: false };
  }

  /** Who creates a resource right now. */
  get creator(): OpenCall {
    return this.#open.creator ?? this.#context().call;
  }

  /** The same, outside of open calls. */
  #context(): CallContext {
    if (this.#contextCall !== null) return { call: this.#contextCall, callback: this.#contextIsCallback };
    return this.#host.contextOfTurn();
  }

  /** The call that is running, where that is known without a doubt: not a candidate. */
  get running(): ActiveCall | null {
    return this.#open.isEmpty ? (this.#base ?? callOf(this.#contextCall)) : this.#open.topCall;
  }

  /** The promise whose executor may be running; the caller must know from a stack that one is. */
  get constructing(): Origin | null {
    return this.#constructing;
  }

  /** The promise that was born last, where nothing is known of it: its executor may be running, if it has one. */
  get bornLast(): object | null {
    return this.muted > 0 ? null : this.#open.topUnknown;
  }

  /** That one's executor is running, as a stack has shown. */
  constructs(promise: object): Origin {
    this.#constructing = this.#bareInPlaceOf(promise);
    return this.#constructing;
  }

  /** Makes a promise that was born as a mere promise the task that the library's `go` started. */
  spawned(promise: object, name: string, created: readonly WireFrame[]): void {
    // All that has been born since is of the starting of the task.
    if (this.#undecided) this.#decide(null);
    this.#refuteBorn(promise);
    this.#lastAwaiter = null;
    const call = this.states.create(this.context(), StartFlag.spawned);
    call.bornAt(name, false, created);
    stampPromise(promise, call);
    this.states.confirm(call);
  }

  /** The task that was spawned under the name of `token` is known to have this promise of its own. */
  own(token: object, promise: object): void {
    const call = nodeOf(token);
    if (!(call instanceof ActiveCall)) return;
    this.#refuteBorn(promise);
    stampPromise(promise, call);
  }

  /** The task is over: it has no promise whose settling would tell. */
  finish(token: object): void {
    const call = nodeOf(token);
    if (call instanceof ActiveCall) this.#end(call);
  }

  /** What the promise waited for has come: it waits for `result` from now on. */
  follow(promise: object, result: object): void {
    const origin = nodeOf(promise);
    if (!(origin instanceof Origin)) return;
    origin.source = knownNodeOf(result);
    this.states.followed(origin);
  }

  /** Runs what follows as the body of a spawned task, until `leave`. */
  enter(task: object): void {
    if (this.#undecided) this.#decide(null);
    const call = nodeOf(task);
    if (!(call instanceof ActiveCall)) return;
    if (call.waiting) this.states.resume(call);
    // Inside of another function it is like a call; otherwise it begins a stretch of its own.
    if (!this.#open.isEmpty || this.#base !== null) {
      this.#open.pin(call);
      return;
    }
    this.#clearSection();
    this.#clean = false;
    this.#base = call;
    this.sections.began(call, null);
    this.#contextCall = call;
  }

  /** The body's call returned `result`; a promise is what the task waits for from now on. */
  leave(task: object, result: unknown): void {
    if (this.#undecided) this.#decide(null);
    const call = nodeOf(task);
    if (!(call instanceof ActiveCall)) return;
    if (this.#base === call && !this.#open.isPinned(call)) this.#clearSection();
    else this.#open.unpin(call);
    if (typeof result !== "object" || result === null || call.ended) return;
    this.states.wait(call, 0, knownNodeOf(result), null);
    if (types.isPromise(result)) call.follows(result);
  }

  /** Somebody has these values at hand: promises among them are not those of calls that run. */
  given(values: readonly unknown[]): void {
    this.#open.drop(values);
  }

  /** Names what a promise stands for, where only a stranger to promises can tell. */
  describe(promise: object, origin: Origin): void {
    this.#restamp(promise, origin);
  }

  /** What begins is not the next section of a call. */
  #beforeOther(promise: object, node: PromiseNode | undefined): void {
    if (node instanceof ActiveCall || node instanceof Candidate) {
      const call = callOf(node);
      if (call === null || !call.confirmed) {
        this.#following = this.#bareInPlaceOf(promise);
        return;
      }
      this.#contextCall = call;
      if (!call.waiting && !call.ended) this.#following = call;
    } else if (node === undefined || node === UNKNOWN) {
      this.#followingUnknown = promise;
    } else if (node !== INNER) {
      node.source = null;
      this.#following = node;
      this.#contextCall = node.call;
      this.#contextIsCallback = true;
    }
  }

  /** A candidate that ended its life as a call without a single await may as well have been any promise. */
  #bareInPlaceOf(promise: object): Origin {
    const origin = new Origin("bare", null);
    this.#restamp(promise, origin);
    return origin;
  }

  #settledOther(promise: object, lastAwaiter: ActiveCall | null): void {
    if (promise === this.#value) {
      this.#valueSettled = true;
      return;
    }
    if (this.#open.closeUnknown(promise)) return;
    const node = nodeOf(promise);
    if (node instanceof Origin) {
      if (node.op === "race") this.states.raceOver(node);
      node.settled?.();
      if (node.waiter !== null && mayEndWaits(node)) this.#host.settled(promise, node);
      return;
    }
    const call = callOf(node);
    if (call === null) {
      if (node instanceof Candidate) this.#open.closeDownTo(node);
    } else if (awaitNumberOf(promise) === 0) this.#end(call);
    else this.#sectionEnded(call, lastAwaiter);
  }

  /** A later section of `call` is over. */
  #sectionEnded(call: ActiveCall, lastAwaiter: ActiveCall | null): void {
    if (lastAwaiter !== null && lastAwaiter !== call) this.#correct(lastAwaiter, call);
    else if (call === this.main && !call.waiting) this.#modules--;
  }

  /** A promise without a parent: an async call's own, or any other. */
  #opened(promise: object): void {
    this.#lastAwaiter = null;
    if (!this.#reacting) this.#noteTurn();
    if (this.#stacks.affordable) this.#openedOnStack(promise, this.#stacks.take(CREATION_FRAMES, this.init));
    else if (this.#isAtRoot)
      this.#openedOnStack(promise, this.#stacks.takeAtRoot(CREATION_FRAMES, this.init));
    else this.#openedUnknown(promise);
  }

  /** Nothing is known to run that could have called what is called now, or nothing but Node: its loader, say. */
  get #isAtRoot(): boolean {
    if (this.#base === null) return this.#open.isEmpty;
    return this.#base.internal && this.#open.topCall === null;
  }

  #openedUnknown(promise: object): void {
    this.#open.pushUnknown(promise);
    this.#constructing = null;
  }

  #openedOnStack(promise: object, callSites: readonly NodeJS.CallSite[] | null): void {
    const top = callSites?.[0];
    if (callSites === null) {
      this.#openedUnknown(promise);
    } else if (top === undefined || !bearsCall(top)) {
      this.#constructing = new Origin("bare", null);
      stampNewPromise(promise, this.#constructing);
    } else if (isModule(top)) {
      stampNewPromise(promise, new Origin("bare", null));
      this.#modules++;
      this.#open.push(this.main);
      this.sections.began(this.main, null);
    } else {
      this.#called(promise, callSites, top);
    }
  }

  #called(promise: object, callSites: readonly NodeJS.CallSite[], top: NodeJS.CallSite): void {
    const callers = callSites.slice(1);
    if (callSites.length < CREATION_FRAMES) this.#open.closeNotIn(namesOnStack(callers));
    const evaluating = this.#open.isEmpty && callers.some(loadsModules);
    const call = this.states.create(evaluating ? { call: this.main, callback: false } : this.context(), 0);
    const created = userFrames(callers);
    if (isBuiltin(top)) call.bornSomehow(created);
    else call.bornAt(top.getFunctionName(), isInternal(top), created);
    stampNewPromise(promise, call);
    this.#open.push(call);
    this.sections.began(call, null);
    this.states.confirm(call);
  }

  /** Callbacks of the event loop have no hook of their own: what one left open ends when another begins. */
  #noteTurn(): void {
    const turn = executionAsyncId();
    if (turn !== this.#turn) this.#open.clear();
    this.#turn = turn;
  }

  /** A promise with a parent: an await of the parent, or a `then` on it. */
  #reacted(promise: object, parent: object): void {
    const lastAwaiter = this.#lastAwaiter;
    this.#lastAwaiter = null;
    const call = this.#base;
    // In a later section the correction at its end serves as well as a stack, unless stacks are cheap right now.
    // Below a call of Node's own it may be a module's top level that awaits.
    const corrected = call !== null && !call.internal && this.#open.isEmpty;
    if (!corrected || this.#reaction === null || this.#value !== null || this.#stacks.plenty) {
      this.#reactedOther(promise, parent, corrected, lastAwaiter);
      return;
    }
    const settled = this.#open.hasJustClosed(parent);
    let node = settled ? null : this.#nodeOfAwaited(parent);
    if (node instanceof ActiveCall && awaitNumberOf(parent) > 0) {
      node = this.#wasThen(parent, node, lastAwaiter);
    } else if (node !== null && callOf(node) === call) {
      this.#perhapsValue(promise, parent, undefined);
      return;
    }
    const number = ++call.awaits;
    stampNewPromise(promise, call, number);
    this.states.wait(call, number, node, null);
    if (!settled) call.awaitsPromise(parent);
    this.#lastAwaiter = call;
  }

  #nodeOfAwaited(promise: object): PromiseNode | null {
    const node = nodeOf(promise);
    if (node === undefined) stampNewPromise(promise, UNKNOWN);
    return node === undefined || node === UNKNOWN ? null : node;
  }

  /**
   * Nobody but the engine has the hidden promise of an await: one that is reacted to is that of a `then`, and the call
   * that was taken to await there goes on.
   */
  #wasThen(promise: object, call: ActiveCall, lastAwaiter: ActiveCall | null): Origin {
    const origin = new Origin("then", call);
    if (call.isResumedBy(awaitNumberOf(promise))) {
      origin.source = call.target;
      call.clearWait();
    }
    stampPromise(promise, origin);
    if (lastAwaiter === call && call !== this.#base) this.#open.push(call);
    return origin;
  }

  #reactedOther(promise: object, parent: object, corrected: boolean, lastAwaiter: ActiveCall | null): void {
    if (this.#followingUnknown !== null) this.#following = this.#bareInPlaceOf(this.#followingUnknown);
    if (this.#following !== null && this.#follows(this.#following, parent)) return;
    if (parent === this.#value) {
      const call = this.#valueCall ?? this.#open.topAsCall(this.states);
      if (call !== null) this.#await(call, promise, this.#valueSettled ? null : parent, null, this.#valueTop);
      return;
    }
    const top = corrected && !this.#stacks.plenty ? undefined : this.#topOf();
    const settled = this.#open.hasJustClosed(parent);
    const unknown = !settled && this.#open.topIsUnknown(parent);
    let node = settled || unknown ? null : knownNodeOf(parent);
    if (node instanceof ActiveCall && awaitNumberOf(parent) > 0)
      node = this.#wasThen(parent, node, lastAwaiter);
    if (unknown || (node !== null && this.#isRunning(node))) this.#perhapsValue(promise, parent, top);
    else this.#awaitOrThen(promise, settled ? null : parent, node, top);
  }

  #topOf(): NodeJS.CallSite | undefined {
    const top = this.#stacks.takeTop(this.init);
    if (top !== undefined || !(this.#isAtRoot || this.#open.topCall === this.main)) return top;
    return this.#stacks.takeAtRoot(1, this.init)?.[0];
  }

  /** The next event decides what it is. */
  #perhapsValue(promise: object, parent: object, top: NodeJS.CallSite | undefined): void {
    this.#value = promise;
    this.#valueSettled = false;
    this.#valueCall = this.#open.topIsUnknown(parent) ? null : (this.#open.top ?? this.#base);
    this.#valueParent = parent;
    this.#valueTop = top;
    this.#undecided = true;
  }

  /** Whether this belongs to the call that seems to be running. */
  #isRunning(node: PromiseNode): boolean {
    if (node instanceof Origin) return false;
    const running = this.#open.isEmpty ? this.#base : this.#open.top;
    return running !== null && (node === running || callOf(node) === running);
  }

  /**
   * Something was resolved with the promise `parent`, and the engine subscribes to that: from now on it waits for
   * it. The reaction of a `then` begins in the same way and may run code of the program instead: only a stack with
   * nothing else on it tells the two apart.
   */
  #follows(follower: ActiveCall | Origin, parent: object): boolean {
    this.#following = null;
    this.#followingUnknown = null;
    const node = knownNodeOf(parent);
    if (follower instanceof ActiveCall) {
      this.states.wait(follower, 0, node, null);
      follower.follows(parent);
      return true;
    }
    const mayRunCode = follower.kind === "then" || follower.kind === "told";
    if (mayRunCode && !this.#subscribesAlone()) return false;
    if (follower.kind === "channel" || follower.kind === "told") return true;
    follower.source = node;
    this.states.followed(follower);
    return true;
  }

  #subscribesAlone(): boolean {
    const [then, ...rest] = this.#stacks.take(3, this.init) ?? [];
    // Below may be Node's own queue, from which microtasks run.
    return then !== undefined && isBuiltin(then) && rest.every((site) => site.isAsync() || isInternal(site));
  }

  /** `subject` is what the deciding event is about: the promise that settles, or the parent of a birth. */
  #decide(subject: object | null): void {
    this.#undecided = false;
    const promise = this.#value;
    const parent = this.#valueParent;
    const call = this.#valueCall;
    if (promise === subject || promise === null || parent === null) return;
    // Somebody awaits the promise of the call that seemed to be running: it has returned another promise, or it
    // never was a call.
    this.#value = null;
    if (call === null) this.#open.closeUnknown(parent);
    else if (call instanceof Candidate || call.confirmed) this.#open.closeDownTo(call);
    else this.#refute(call);
    this.#awaitOrThen(promise, parent, call === null ? null : knownNodeOf(parent), this.#valueTop);
  }

  /** @param parent Null if it is settled: then the call resumes at once, and nobody will ask for the place. */
  #awaitOrThen(
    promise: object,
    parent: object | null,
    node: PromiseNode | null,
    top: NodeJS.CallSite | undefined,
  ): void {
    const owner = top === undefined ? this.#likelyOwner() : this.#ownerOf(top);
    if (owner !== null) {
      this.#await(owner, promise, parent, node, top);
      return;
    }
    const origin = new Origin("then", this.context().call);
    origin.source = node;
    stampNewPromise(promise, origin);
  }

  /** Without a stack: an await of the running call, but at the top level of a module more likely a `then`. */
  #likelyOwner(): OpenCall | null {
    const running = this.#open.topAsCall(this.states) ?? this.#base;
    return running === this.main && running !== this.#base ? null : running;
  }

  /** Which of the running calls an await at this place belongs to; null for a `then`. */
  #ownerOf(top: NodeJS.CallSite): OpenCall | null {
    if (isBuiltin(top)) return null;
    const name = top.getFunctionName();
    const internal = isInternal(top);
    const fits = (call: ActiveCall): boolean =>
      call.functionName === undefined || (call.functionName === name && call.internal === internal);
    const open = this.#open.innermost(fits);
    if (open !== null) return open;
    if (this.#base !== null && fits(this.#base)) return this.#base;
    // Code outside of any function: the entry module's top-level await.
    return name === null && !internal ? this.main : null;
  }

  #await(
    owner: OpenCall,
    token: object,
    awaited: object | null,
    target: PromiseNode | null,
    top: NodeJS.CallSite | undefined,
  ): void {
    const call = this.states.materialize(owner);
    const number = ++call.awaits;
    stampNewPromise(token, call, number);
    const site = top === undefined || isBuiltin(top) ? null : frameOf(top);
    if (site !== null && call.functionName === undefined) {
      call.named(functionNameOf(site), isInternalFile(site.file));
    }
    this.#open.closeDownTo(call);
    this.states.wait(call, number, target, site);
    if (awaited !== null) call.awaitsPromise(awaited);
    this.#lastAwaiter = call;
    if (call !== this.#base) this.#lastToken = token;
  }

  #end(call: ActiveCall): void {
    this.#open.closeDownTo(call);
    this.states.end(call);
  }

  /** The section of `call` ended with an await that was charged to another call: that one is none. */
  #correct(charged: ActiveCall, call: ActiveCall): void {
    const token = this.#lastToken;
    // It may seem to wait already, by what was a `then` of its own: nothing runs after an await.
    if (call.ended || charged.resumedBy === 0 || token === null) return;
    const { awaited, target, site } = charged;
    this.#refute(charged);
    const number = ++call.awaits;
    stampPromise(token, call, number);
    this.states.wait(call, number, target, site);
    if (awaited !== null) call.awaitsPromise(awaited);
  }

  #refute(call: ActiveCall): void {
    this.#open.closeDownTo(call);
    this.states.refute(call);
  }

  /** It is no call, whatever it was taken for at its birth. */
  #restamp(promise: object, origin: Origin): void {
    if (this.#open.closeUnknown(promise)) {
      stampNewPromise(promise, origin);
      return;
    }
    this.#refuteBorn(promise);
    stampPromise(promise, origin);
  }

  #refuteBorn(promise: object): void {
    if (this.#open.closeUnknown(promise)) return;
    const born = nodeOf(promise);
    if (born instanceof Candidate) this.#open.closeDownTo(born);
    const call = callOf(born);
    if (call !== null) this.#refute(call);
  }

  #clearSection(): void {
    this.#clean = true;
    this.#open.clear();
    this.#base = null;
    this.#reaction = null;
    this.#contextCall = null;
    this.#contextIsCallback = false;
    this.#lastAwaiter = null;
    this.#lastToken = null;
    this.#following = null;
    this.#followingUnknown = null;
    this.#constructing = null;
    // Held any longer, the last promise of a section could never be collected; a call site holds its `this`.
    this.#value = this.#valueParent = this.#valueCall = null;
    this.#valueTop = undefined;
  }
}

/** What is handed on at a primitive is told with that; this is of what was closed, signalled or counted down since. */
function mayEndWaits({ kind, primitives }: Origin): boolean {
  const [info] = primitives;
  return info === undefined ? kind === "bare" : info.waker !== null;
}

function knownNodeOf(promise: object): PromiseNode | null {
  const node = nodeOf(promise);
  return node === undefined || node === UNKNOWN ? null : node;
}
