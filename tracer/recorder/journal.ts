/**
 * What is told, and when.
 *
 * Most async calls live for microseconds, and telling each of their steps would cost more than they do. So the
 * journal looks at what changed every few milliseconds and tells only what still is: a call that began and ended
 * in between is counted, not told; an await that is over is not told; one that lasts is told once, with its place
 * read late. What is told grows with what lives, not with what happens.
 */
import { StartFlag, type CallId, type WireFrame, WaitFlag, type RecordWriter } from "../wire/index.js";
import { ActiveCall, Told } from "./active-call.js";
import { functionNameOf, isInternalFile } from "./call-sites.js";
import type { Calls } from "./calls.js";
import type { Clock } from "./clock.js";
import { Collections } from "./collections.js";
import { taskOf } from "./held-locks.js";
import type { LateSites } from "./late-sites.js";
import { AskingPace } from "./asking-pace.js";
import { AwaitPlaces } from "./await-places.js";
import { ChangedCalls, YOUNG_US } from "./changed-calls.js";
import { isTold, letsProgramEnd, meaningOf } from "./meaning.js";
import { Origin, parentOf, resolveNode } from "./node.js";
import type { PrimitiveInfo } from "./primitive-info.js";
import { PrimitiveJournal } from "./primitive-journal.js";
import type { Primitives } from "./primitives.js";
import type { Section } from "./sections.js";
import type { SourceMaps } from "./source-maps.js";
import { stampPromise } from "./stamp.js";

/** However much is new, so many of those that had to wait are asked as well. */
const POSTPONED_AT_LEAST = 10;

export class Journal {
  readonly #clock: Clock;
  readonly #writer: RecordWriter;
  readonly #sourceMaps: SourceMaps;
  #calls!: Calls;
  #primitives!: Primitives;
  #lateSites!: LateSites;
  readonly #awaitPlaces = new AwaitPlaces();
  readonly collections: Collections;
  readonly #changedCalls = new ChangedCalls();
  /** Those of a turn whose answers are not in: the program may end before. */
  #unfinished: readonly ActiveCall[] = [];
  readonly #ofPrimitives: PrimitiveJournal;
  /** Who was told to wait for a promise, because nothing was known yet of the call that it belongs to. */
  readonly #waitersOf = new WeakMap<ActiveCall, Set<ActiveCall>>();
  readonly #pace = new AskingPace();
  /** Since when what runs does, where it is told late because it runs for long. */
  #ranSinceUs: number | null = null;
  #lastId = 0;
  /** Called when the first change after a quiet time comes in. */
  #wake: () => void = () => undefined;

  constructor(clock: Clock, writer: RecordWriter, sourceMaps: SourceMaps) {
    this.collections = new Collections(clock, (call) => this.#tellCollected(call));
    this.#clock = clock;
    this.#writer = writer;
    this.#sourceMaps = sourceMaps;
    this.#ofPrimitives = new PrimitiveJournal(writer, {
      tellSourceMap: (frame) => this.#tellSourceMap(frame),
      toldIds: (calls) => this.#toldIds(calls),
    });
  }

  /** The parts that report to the journal are made after it. */
  connect(calls: Calls, primitives: Primitives, lateSites: LateSites, wake: () => void): void {
    this.#calls = calls;
    this.#primitives = primitives;
    this.#lateSites = lateSites;
    this.#wake = wake;
    calls.main.id = ++this.#lastId;
    calls.main.noteFlagsTold();
    calls.main.told = Told.running;
    this.#writer.start({ ...startOf(calls.main), name: "(main)", created: [] });
  }

  readonly changed = (call: ActiveCall): void => {
    if (call.queued) return;
    this.#changedCalls.add(call);
    this.#wake();
  };

  primitiveChanged(info: PrimitiveInfo): void {
    this.#ofPrimitives.changed(info);
    this.#wake();
  }

  /** Nobody can end this context any more; or it has ended all the same. */
  contextLost(info: PrimitiveInfo, ended: boolean): void {
    this.#ofPrimitives.tellChanged();
    if (info.told) this.#writer.orphan({ id: info.id, ended, timeUs: this.#clock.read() });
    this.#tellCounters();
  }

  /** The loop did not turn for so long. */
  stalled(blockedMs: number, section: Section | null): void {
    const call = section === null || section.call.internal ? null : taskOf(section.call);
    if (call !== null) this.#tellStart(call);
    const site = call === null ? null : (section?.site ?? null);
    if (site !== null) this.#tellSourceMap(site);
    const id = call === null || call.told === Told.nothing ? null : call.id;
    this.#writer.stall({ id, site, blockedMs: Math.round(blockedMs), timeUs: this.#clock.nowUs });
  }

  /** Tells of a call that may be too young to be told; null when it is none that is told. */
  idOf(call: ActiveCall): number | null {
    this.#tellStart(call);
    return call.told === Told.nothing ? null : call.id;
  }

  get quiet(): boolean {
    return this.#changedCalls.isEmpty && this.#ofPrimitives.quiet && this.#primitives.handoffs.quiet;
  }

  /**
   * Tells what changed. With `everything`, awaits are told however young they are, and all places are asked.
   * Calls back when the answers are in, in a microtask of this same turn.
   */
  turn(everything: boolean, done: () => void): void {
    this.#clock.read();
    this.#calls.noteMainBetweenTurns(everything);
    const news = everything ? this.#changedCalls.takeAll() : this.#changedCalls.takeSome(this.#clock.nowUs);
    this.#primitives.holders.settle();
    this.#ofPrimitives.tellChanged();
    for (const call of news) if (!call.ended) this.#tellStart(call);
    this.#tellLockOrders();
    let asked = this.#askPlaces(news, everything);
    const postponed = this.#changedCalls.takePostponed(
      Math.max(POSTPONED_AT_LEAST, this.#pace.perTurn - asked),
    );
    asked += this.#askPlaces(postponed, everything);
    const calls = [...news, ...postponed];
    this.#unfinished = calls;
    const askedAtUs = this.#clock.read();
    this.#lateSites.afterAnswers(() => {
      this.#unfinished = [];
      if (asked > 0) this.#pace.took(asked, this.#clock.read() - askedAtUs);
      for (const call of calls) this.#tellState(call, everything);
      // The answers have made more of others.
      if (everything) for (const call of this.#changedCalls.takeAll()) this.#tellState(call, true);
      this.#tellTies();
      this.#ofPrimitives.tellGone(this.#clock.nowUs);
      this.#tellCounters();
      done();
    });
  }

  /**
   * Tells everything of a program that stands still, where no answer can come: places that were not asked yet are asked
   * when it goes on.
   */
  tellNow(): void {
    this.#clock.read();
    const calls = [...this.#unfinished, ...this.#changedCalls.takeAll()];
    this.#primitives.holders.settle();
    this.#ofPrimitives.tellChanged();
    for (const call of calls) if (!call.ended) this.#tellStart(call);
    this.#tellLockOrders();
    for (const call of calls) this.#tellState(call, true);
    this.#tellTies();
    this.#tellCounters();
  }

  /** The last words, when no microtask will run any more: places that were not asked yet stay unknown. */
  close(exit: { code: number; flags: number }): void {
    this.#clock.read();
    // What was waited for may have been told since that it does not keep the program alive.
    for (const call of this.collections.waiting())
      if (letsProgramEnd(resolveNode(call.target))) this.changed(call);
    const calls = [...this.#unfinished, ...this.#changedCalls.rest()];
    this.#ofPrimitives.tellChanged();
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
    if (parent !== null) this.#tellStart(parent);
    // A frame ends before its caller does; any other call could hold a line of ancestors for ever.
    if ((call.flags & StartFlag.frame) === 0) call.forgetParent();
    for (const frame of call.created) this.#tellSourceMap(frame);
    this.#identify(call);
    call.noteFlagsTold();
    this.#writer.start(startOf(call));
    call.told = Told.running;
    if (call.ended) this.#tellEnd(call);
  }

  #identify(call: ActiveCall): CallId {
    if (call.id === 0) call.id = ++this.#lastId;
    return call.id;
  }

  /** Returns how many it asked. */
  #askPlaces(calls: readonly ActiveCall[], everything: boolean): number {
    let asked = 0;
    for (const call of calls) {
      if (!isStillToAsk(call)) continue;
      if (!everything && this.#clock.nowUs - call.waitingSinceUs < YOUNG_US) continue;
      const known = call.site === null ? null : this.#awaitPlaces.known(call.site);
      if (known !== null) {
        call.standsAt(known);
      } else if (call.awaited !== null) {
        if (!everything && asked >= this.#pace.perTurn) {
          this.#changedCalls.postpone(call);
          continue;
        }
        asked++;
        this.#lateSites.ask(call.awaited, (site) => this.#learn(call, site));
      }
      this.#watchCollection(call);
    }
    return asked;
  }

  /** From here on the journal holds the promise no longer. */
  #watchCollection(call: ActiveCall): void {
    const promise = call.waitedFor;
    if (promise !== null) {
      this.collections.watch(call, promise);
      const { target } = call;
      if (target instanceof Origin && target.kind === "channel") {
        stampPromise(promise, target, this.#identify(taskOf(call)));
      }
    }
    call.wasAsked();
  }

  #learn(call: ActiveCall, site: WireFrame | null): void {
    if (!call.waiting) return;
    const place = this.#awaitPlaces.awaitOf(call.site, site);
    if (place === null) return;
    call.standsAt(place);
    for (const waiter of this.#waitersOf.get(call) ?? []) this.changed(waiter);
    this.#waitersOf.delete(call);
    if (call.functionName !== undefined) return;
    call.named(functionNameOf(place), isInternalFile(place.file));
    if (call.told !== Told.nothing) this.#tellDescription(call);
  }

  #tellDescription(call: ActiveCall): void {
    call.noteFlagsTold();
    this.#writer.describe(startOf(call));
  }

  #tellState(call: ActiveCall, everything: boolean): void {
    // What was not told with the others may have been verified since.
    if (call.told === Told.nothing && !call.ended) this.#tellStart(call);
    if (call.told === Told.nothing) {
      if (isStillToAsk(call) && !call.postponed) this.changed(call);
      return;
    }
    if (!call.flagsAreTold) this.#tellDescription(call);
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
    if (isStillToAsk(call) && !call.postponed) this.changed(call);
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
    // Nothing may come after it.
    this.#writer.flush();
  }

  /** Says what the thread runs, asked from outside while it may be far from a turn: and all else that there is to tell. */
  tellRunning(call: ActiveCall | null, stack: readonly WireFrame[]): void {
    const id = call === null ? null : this.idOf(call);
    for (const frame of stack) this.#tellSourceMap(frame);
    this.#writer.running({ id, stack, timeUs: this.#clock.read() });
    const { lastStartMs } = this.#calls.sections;
    this.#ranSinceUs = lastStartMs === null ? null : this.#clock.at(lastStartMs);
    this.tellNow();
    this.#ranSinceUs = null;
  }

  /** Says what could not be looked at. */
  tellNote(text: string): void {
    this.#writer.note({ text });
  }

  #tellRunning(call: ActiveCall): void {
    if (call.told !== Told.waiting) return;
    call.told = Told.running;
    this.#writer.resume({ id: call.id, timeUs: this.#ranSinceUs ?? this.#clock.nowUs });
  }

  #tellWait(call: ActiveCall): void {
    call.told = Told.waiting;
    if (call.site !== null) this.#tellSourceMap(call.site);
    const target = resolveNode(call.target);
    const meaning = meaningOf(target);
    // A call of which nothing is known yet means no more than a promise.
    if (target instanceof ActiveCall && meaning.op === "promise") this.#tellAnewWhenNamed(call, target);
    if (target instanceof Origin) this.#ofPrimitives.waitedAt(target.primitives);
    this.#writer.wait({
      id: call.id,
      site: call.site,
      timeUs: call.waitingSinceUs,
      ...meaning,
      flags: meaning.flags | (call.site === null || call.siteIsAwait ? 0 : WaitFlag.operandSite),
      calls: this.#toldIds(meaning.calls),
    });
  }

  #tellAnewWhenNamed(call: ActiveCall, target: ActiveCall): void {
    const waiters = this.#waitersOf.get(target);
    if (waiters === undefined) this.#waitersOf.set(target, new Set([call]));
    else waiters.add(call);
  }

  /** Ids of the calls among what is waited for; each is told before it is named. */
  #toldIds(calls: readonly ActiveCall[]): number[] {
    for (const call of calls) this.#tellStart(call);
    return calls.filter((call) => call.told !== Told.nothing).map((call) => call.id);
  }

  #tellLockOrders(): void {
    for (const order of this.#primitives.holders.takeLockOrders()) {
      this.#tellStart(order.call);
      if (order.call.told === Told.nothing) continue;
      if (order.site !== null) this.#tellSourceMap(order.site);
      this.#writer.lockOrder({ ...order, id: order.call.id, timeUs: this.#clock.nowUs });
    }
  }

  #tellTies(): void {
    this.#ofPrimitives.tellTies();
    for (const handoff of this.#primitives.handoffs.take()) this.#writer.handoff(handoff);
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

function isStillToAsk(call: ActiveCall): boolean {
  return call.waiting && call.waitedFor !== null && !call.asked;
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
