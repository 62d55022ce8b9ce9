/**
 * What is told, and when.
 *
 * Most async calls live for microseconds, and telling each of their steps would cost more than they do. So the
 * journal looks at what changed every few milliseconds and tells only what still is: a call that began and ended
 * in between is counted, not told; an await that is over is not told; one that lasts is told once, with its place
 * read late. What is told grows with what lives, not with what happens.
 */
import type { PrimitiveState } from "../runtime/probe.js";
import { StartFlag, type WaitOp, type WireFrame, WaitFlag, type RecordWriter } from "../wire/index.js";
import { functionNameOf, isInternalFile } from "./call-sites.js";
import type { Calls } from "./calls.js";
import type { Clock } from "./clock.js";
import { Collections } from "./collections.js";
import type { LateSites } from "./late-sites.js";
import { AwaitPlaces } from "./await-places.js";
import { ActiveCall, Origin, parentOf, resolveNode, Told, type PromiseNode } from "./node.js";
import type { PrimitiveInfo, Primitives } from "./primitives.js";
import type { SourceMaps } from "./source-maps.js";
import { Ties } from "./ties.js";

/** An await that is younger than this is not worth telling: most are over before. */
const YOUNG_US = 10_000;

/** Places that one turn may ask late: an answer takes 10 to 60 µs of the program's time. */
const ASKED_PER_TURN = 100;

/** Calls that one turn tells of: some 2 ms of the program's time. */
const TOLD_PER_TURN = 2000;

/** Promises that wait to be asked are held alive; above this many their places stay unknown. */
const ASKED_LATER_AT_MOST = 65_536;

/** So many changed calls may wait for a turn before those that are over are let go. */
const COMPACT_AT = 1024;

/** Members of a combinator that one record names. */
const MEMBERS_TOLD = 1000;

export class Journal {
  readonly #clock: Clock;
  readonly #writer: RecordWriter;
  readonly #sourceMaps: SourceMaps;
  #calls!: Calls;
  #primitives!: Primitives;
  #lateSites!: LateSites;
  readonly #awaitPlaces = new AwaitPlaces();
  readonly collections: Collections;
  #changedCalls: ActiveCall[] = [];
  #changedPrimitives: PrimitiveInfo[] = [];
  readonly #ties = new Ties();
  #compactAt = COMPACT_AT;
  #askLater = 0;
  #lastId = 0;
  /** Called when the first change after a quiet time comes in. */
  #wake: () => void = () => undefined;

  /** `sweeps`: somebody will ask the collections for what is gone. */
  constructor(clock: Clock, writer: RecordWriter, sourceMaps: SourceMaps, sweeps: boolean) {
    this.collections = new Collections((call) => this.#tellCollected(call), sweeps);
    this.#clock = clock;
    this.#writer = writer;
    this.#sourceMaps = sourceMaps;
  }

  /** The parts that report to the journal are made after it. */
  connect(calls: Calls, primitives: Primitives, lateSites: LateSites, wake: () => void): void {
    this.#calls = calls;
    this.#primitives = primitives;
    this.#lateSites = lateSites;
    this.#wake = wake;
    calls.main.id = ++this.#lastId;
    calls.main.toldFlags = calls.main.flags;
    calls.main.told = Told.running;
    this.#writer.start({ ...startOf(calls.main), name: "(main)", created: [] });
  }

  readonly changed = (call: ActiveCall): void => {
    if (call.queued) return;
    call.queued = true;
    if (this.#changedCalls.length >= this.#compactAt) this.#compact();
    this.#changedCalls.push(call);
    this.#wake();
  };

  /** While a program runs nothing but microtasks no turn comes: what began and ended since the last is let go. */
  #compact(): void {
    this.#changedCalls = this.#changedCalls.filter((call) => {
      call.queued = !call.ended || call.told !== Told.nothing;
      return call.queued;
    });
    this.#compactAt = Math.max(COMPACT_AT, 2 * this.#changedCalls.length);
  }

  primitiveChanged(info: PrimitiveInfo): void {
    this.#changedPrimitives.push(info);
    this.#wake();
  }

  get quiet(): boolean {
    return this.#changedCalls.length === 0 && this.#changedPrimitives.length === 0;
  }

  /**
   * Tells what changed. With `everything`, awaits are told however young they are, and all places are asked.
   * Calls back when the answers are in, in a microtask of this same turn.
   */
  turn(everything: boolean, done: () => void): void {
    this.#clock.read();
    this.#calls.noteMainBetweenTurns(everything);
    const calls = everything ? this.#takeAll() : this.#takeSome();
    this.#primitives.settleHolders();
    this.#tellPrimitives();
    for (const call of calls) if (!call.ended) this.#tellStart(call);
    this.#tellLockOrders();
    this.#askPlaces(calls, everything);
    this.#lateSites.afterAnswers(() => {
      for (const call of calls) this.#tellState(call, everything);
      this.#tellTies();
      this.#tellCounters();
      done();
    });
  }

  #takeAll(): ActiveCall[] {
    const calls = this.#changedCalls;
    this.#changedCalls = [];
    for (const call of calls) call.queued = false;
    return calls;
  }

  /** Not those that have only begun, nor more than a turn can tell: a hundred thousand tasks take a second. */
  #takeSome(): ActiveCall[] {
    const taken: ActiveCall[] = [];
    const left: ActiveCall[] = [];
    for (const call of this.#changedCalls) {
      const untold = call.told === Told.nothing;
      if (untold && call.ended) {
        call.queued = false;
      } else if (taken.length >= TOLD_PER_TURN || (untold && this.#clock.nowUs - call.startedUs < YOUNG_US)) {
        left.push(call);
      } else {
        call.queued = false;
        taken.push(call);
      }
    }
    this.#changedCalls = left;
    return taken;
  }

  /** The last words, when no microtask will run any more: places that were not asked yet stay unknown. */
  close(exit: { code: number; flags: number }): void {
    this.#clock.read();
    const calls = this.#changedCalls;
    this.#changedCalls = [];
    this.#tellPrimitives();
    for (const call of calls) if (!call.ended) this.#tellStart(call);
    for (const call of calls) this.#tellState(call, true);
    this.#tellTies();
    this.#tellLockOrders();
    this.#tellCounters();
    this.#writer.exit({ ...exit, timeUs: this.#clock.nowUs });
    this.#writer.flush();
  }

  #tellStart(call: ActiveCall): void {
    if (call.told !== Told.nothing || !isTold(call)) return;
    const parent = parentOf(call);
    if (parent !== null) {
      this.#tellStart(parent);
      call.parentId = parent.id;
    }
    // A frame ends before its caller does; any other call could hold a line of ancestors for ever.
    if ((call.flags & StartFlag.frame) === 0) call.parent = null;
    for (const frame of call.created) this.#tellSourceMap(frame);
    call.id = ++this.#lastId;
    call.toldFlags = call.flags;
    this.#writer.start(startOf(call));
    call.told = Told.running;
    if (call.ended) this.#tellEnd(call);
  }

  #askPlaces(calls: readonly ActiveCall[], everything: boolean): void {
    let asked = 0;
    this.#askLater = 0;
    for (const call of calls) {
      if (!isStillToAsk(call)) continue;
      if (!everything && this.#clock.nowUs - call.waitingSinceUs < YOUNG_US) continue;
      const known = call.site === null ? null : this.#awaitPlaces.known(call.site);
      if (known !== null) {
        call.site = known;
        call.siteIsAwait = true;
      } else if (call.awaited !== null) {
        if (!everything && asked >= ASKED_PER_TURN) {
          this.#postpone(call);
          continue;
        }
        asked++;
        this.#lateSites.ask(call.awaited, (site) => this.#learn(call, site));
      }
      this.#watchCollection(call);
    }
  }

  /** From here on the journal holds the promise no longer. */
  #watchCollection(call: ActiveCall): void {
    const promise = call.awaited ?? call.followed;
    if (promise !== null) this.collections.watch(call, promise);
    call.asked = true;
    call.awaited = call.followed = null;
  }

  #postpone(call: ActiveCall): void {
    if (++this.#askLater <= ASKED_LATER_AT_MOST) return;
    call.asked = true;
    call.awaited = call.followed = null;
  }

  #learn(call: ActiveCall, site: WireFrame | null): void {
    if (!call.waiting) return;
    const place = this.#awaitPlaces.awaitOf(call.site, site);
    if (place === null) return;
    call.site = place;
    call.siteIsAwait = true;
    if (call.functionName !== undefined) return;
    call.functionName = functionNameOf(place);
    call.internal = isInternalFile(place.file);
    if (call.told !== Told.nothing) this.#tellDescription(call);
  }

  #tellDescription(call: ActiveCall): void {
    call.toldFlags = call.flags;
    this.#writer.describe(startOf(call));
  }

  #tellState(call: ActiveCall, everything: boolean): void {
    // What was not told with the others may have been verified since.
    if (call.told === Told.nothing && !call.ended) this.#tellStart(call);
    if (call.told === Told.nothing) {
      if (isStillToAsk(call)) this.changed(call);
      return;
    }
    if (call.flags !== call.toldFlags) this.#tellDescription(call);
    if (call.ended) {
      this.#tellEnd(call);
      return;
    }
    if (!call.waiting) {
      this.#tellRunning(call);
      return;
    }
    if (!everything && this.#clock.nowUs - call.waitingSinceUs < YOUNG_US) {
      this.#tellRunning(call);
      this.changed(call);
      return;
    }
    this.#tellWait(call);
    if (isStillToAsk(call)) this.changed(call);
  }

  #tellEnd(call: ActiveCall): void {
    if (call.told === Told.ended) return;
    call.told = Told.ended;
    this.#writer.end({ id: call.id, failed: false, timeUs: this.#clock.nowUs });
  }

  #tellCollected(call: ActiveCall): void {
    if (call.told !== Told.waiting) return;
    this.#writer.collected({ id: call.id, timeUs: this.#clock.read() });
    this.#tellCounters();
  }

  /** Says that the program misused the library, and nobody handled the error. */
  tellMisuse(code: string, message: string, stack: readonly WireFrame[]): void {
    for (const frame of stack) this.#tellSourceMap(frame);
    this.#writer.misuse({ code, message, stack, timeUs: this.#clock.read() });
  }

  /** Says what could not be looked at. */
  tellNote(text: string): void {
    this.#writer.note({ text });
  }

  #tellRunning(call: ActiveCall): void {
    if (call.told !== Told.waiting) return;
    call.told = Told.running;
    this.#writer.resume({ id: call.id, timeUs: this.#clock.nowUs });
  }

  #tellWait(call: ActiveCall): void {
    call.told = Told.waiting;
    if (call.site !== null) this.#tellSourceMap(call.site);
    const target = resolveNode(call.target);
    const meaning = meaningOf(target);
    if (target instanceof Origin) {
      this.#ties.waitedAt(target.primitives);
      for (const info of target.primitives) if (!info.told) this.#tellPrimitive(info);
    }
    this.#writer.wait({
      id: call.id,
      site: call.site,
      timeUs: call.waitingSinceUs,
      ...meaning,
      flags: meaning.flags | (call.site === null || call.siteIsAwait ? 0 : WaitFlag.operandSite),
      calls: this.#toldIds(meaning.calls),
    });
  }

  /** Ids of the calls among what is waited for; each is told before it is named. */
  #toldIds(calls: readonly ActiveCall[]): number[] {
    for (const call of calls) this.#tellStart(call);
    return calls.filter((call) => call.told !== Told.nothing).map((call) => call.id);
  }

  #tellLockOrders(): void {
    for (const order of this.#primitives.takeLockOrders()) {
      this.#tellStart(order.call);
      if (order.call.told === Told.nothing) continue;
      if (order.site !== null) this.#tellSourceMap(order.site);
      this.#writer.lockOrder({ ...order, id: order.call.id, timeUs: this.#clock.nowUs });
    }
  }

  #tellPrimitives(): void {
    const changed = this.#changedPrimitives;
    this.#changedPrimitives = [];
    for (const info of changed) {
      info.queued = false;
      if (info.told || !info.transient) this.#tellPrimitive(info);
    }
  }

  #tellPrimitive(info: PrimitiveInfo): void {
    if (!info.told) {
      for (const frame of info.created) this.#tellSourceMap(frame);
      const name = nameOf(info);
      this.#writer.primitive({ ...info, name, primitiveKind: info.kind });
      info.told = true;
    }
    this.#ties.changed(info);
    const subject = info.subject.deref();
    if (subject === undefined) return;
    const { length, closed, waiting = 0 } = stateOf(info, subject);
    const holders = info.handedOver ? [] : this.#toldIds([...info.holders.keys()]);
    this.#writer.primitiveState({ id: info.id, length, closed, waiting, holders });
  }

  #tellTies(): void {
    for (const ties of this.#ties.take()) this.#writer.ties(ties);
  }

  #tellSourceMap(frame: WireFrame): void {
    const json = this.#sourceMaps.notToldYet(frame.file);
    if (json !== null) this.#writer.sourceMap(frame.file, json);
  }

  #tellCounters(): void {
    const { promises, states } = this.#calls;
    const { tasksStarted, tasksLive } = states;
    const { channelOps } = this.#primitives;
    this.#writer.counters({ timeUs: this.#clock.nowUs, tasksStarted, tasksLive, promises, channelOps });
    this.#writer.flush();
  }
}

/** Both ask objects of the program, or of a package: whatever goes wrong there is not the program's to see. */
function nameOf({ name }: PrimitiveInfo): string {
  try {
    return typeof name === "string" ? name : name();
  } catch {
    return "";
  }
}

function stateOf({ state }: PrimitiveInfo, subject: object): PrimitiveState {
  try {
    return state(subject);
  } catch {
    return { length: 0, closed: false };
  }
}

function isStillToAsk(call: ActiveCall): boolean {
  return call.waiting && (call.awaited ?? call.followed) !== null && !call.asked;
}

/** Node's own functions are told only as what somebody waits for: as I/O. */
function isTold(call: ActiveCall): boolean {
  return call.confirmed && !call.refuted && !call.internal && isVerified(call);
}

/** A stack, early or late, has shown that it is a call. Without one it may be some other promise after all. */
function isVerified(call: ActiveCall): boolean {
  return call.functionName !== undefined || call.site !== null;
}

function startOf(call: ActiveCall): Parameters<RecordWriter["start"]>[0] {
  return {
    id: call.id,
    parent: call.parentId === 0 ? null : call.parentId,
    flags: call.flags,
    name: call.functionName ?? "",
    created: call.created,
    timeUs: call.startedUs,
  };
}

interface Meaning {
  readonly op: WaitOp;
  readonly flags: number;
  readonly delayMs: number;
  readonly calls: readonly ActiveCall[];
  readonly primitives: readonly number[];
  readonly members: number;
}

/** What waiting for this means. */
function meaningOf(target: ActiveCall | Origin | null): Meaning {
  const nothing = { flags: 0, delayMs: 0, calls: [], primitives: [], members: 0 };
  if (target === null) return { ...nothing, op: "promise" };
  if (target instanceof ActiveCall) {
    if (target.refuted || !target.confirmed) return { ...nothing, op: "promise" };
    if (!target.internal && !isVerified(target)) return { ...nothing, op: "promise" };
    return target.internal ? { ...nothing, op: "io" } : { ...nothing, op: "task", calls: [target] };
  }
  return {
    op: target.op,
    flags: letsProgramEnd(target) ? WaitFlag.unreferenced : 0,
    delayMs: target.delayMs,
    calls: target.members.slice(0, MEMBERS_TOLD).flatMap(liveMember),
    primitives: target.primitives.map((info) => info.id),
    members: target.memberCount,
  };
}

/** Whether what will settle it lets the program end before: an unref'd timer, or a race that one may win. */
function letsProgramEnd(target: PromiseNode): boolean {
  if (!(target instanceof Origin)) return false;
  if (target.unreferenced?.() === true) return true;
  return target.op === "race" && target.members.some((member) => letsProgramEnd(member));
}

function liveMember(member: PromiseNode): ActiveCall[] {
  const node = resolveNode(member);
  return node instanceof ActiveCall && !node.ended && isTold(node) ? [node] : [];
}
