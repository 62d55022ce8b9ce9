import type { WireFrame } from "../wire/index.js";
import { parentOf, type OpenCall, type PromiseNode } from "./node.js";

/** What was last told about a call in the recording. */
export const Told = { nothing: 0, running: 1, waiting: 2, ended: 3 } as const;

type ToldState = (typeof Told)[keyof typeof Told];

// What is yes or no of a call lies in one word, with the flags of its `start` record and those that were told last:
// there may be a million calls at once, and a field costs eight bytes.
const FLAG_BITS = 7;
const FLAG_MASK = (1 << FLAG_BITS) - 1;
const TOLD_FLAGS_AT = FLAG_BITS;
const TOLD_AT = 2 * FLAG_BITS;
const TOLD_MASK = 3;
const INTERNAL = 1 << 16;
const CONFIRMED = 1 << 17;
const REFUTED = 1 << 18;
const ENDED = 1 << 19;
const WAITING = 1 << 20;
const RESUMABLE = 1 << 21;
const FOLLOWS = 1 << 22;
const SITE_IS_AWAIT = 1 << 23;
const QUEUED = 1 << 24;
const ASKED = 1 << 25;
const POSTPONED = 1 << 26;

/** All that is said of a wait, and not of the call. */
const OF_WAIT = WAITING | RESUMABLE | FOLLOWS | SITE_IS_AWAIT | ASKED;

/** What a stack tells of a call: which function it is of, and the way to the call. */
interface Birth {
  readonly functionName: string | null | undefined;
  readonly created: readonly WireFrame[];
}

/** Calls of a function that was only named later share this. */
const births = new Map<string | null, Birth>();

function birthOf(functionName: string | null): Birth {
  let birth = births.get(functionName);
  if (birth === undefined) births.set(functionName, (birth = { functionName, created: [] }));
  return birth;
}

const NOTHING_CREATED: readonly WireFrame[] = [];

/**
 * One call of an async function (or a task of the library, or the entry module's evaluation) while it lives.
 *
 * Its own promise and the hidden promise of each of its awaits are stamped with it, so it lives as long as one of
 * them does and the tracer itself keeps no list of calls.
 */
export class ActiveCall {
  /** Given when the call is told, so that ids stay small: most calls never are. */
  id = 0;
  /** Of the parent, when this call was made. */
  readonly parentSection: number;
  readonly startedUs: number;
  /** Counts the stretches of synchronous code that the call has run. */
  section = 1;
  waitingSinceUs = 0;
  /** Counts its awaits: the hidden promise of each bears its number. */
  awaits = 0;
  /** What the awaited promise is, when known. */
  target: PromiseNode | null = null;
  site: WireFrame | null = null;
  private bits: number;
  /** Its id in place of the parent itself when nobody needs that any more. */
  private maker: OpenCall | number | null;
  private birth: Birth | null = null;
  private promise: object | null = null;

  constructor(parent: OpenCall | null, parentSection: number, flags: number, startedUs: number) {
    this.maker = parent;
    this.parentSection = parentSection;
    this.bits = flags;
    this.startedUs = startedUs;
  }

  /** Until the call is told: whoever tells it must tell its parent first. */
  get parent(): OpenCall | null {
    return typeof this.maker === "number" ? null : this.maker;
  }

  /** Of the parent, once that was told; 0 for none. */
  get parentId(): number {
    return typeof this.maker === "number" ? this.maker : (parentOf(this)?.id ?? 0);
  }

  /** The same parent as another call's. */
  adoptParentOf(call: ActiveCall): void {
    this.maker = call.maker;
  }

  /** It was told. Who waits for a frame wants to know its caller; any other call could hold a line of ancestors. */
  forgetParent(): void {
    this.maker = this.parentId;
  }

  /** As the engine names it; null for a function without a name, undefined while unknown. */
  get functionName(): string | null | undefined {
    return this.birth === null ? undefined : this.birth.functionName;
  }

  get created(): readonly WireFrame[] {
    return this.birth === null ? NOTHING_CREATED : this.birth.created;
  }

  named(functionName: string | null, internal: boolean): void {
    const { birth } = this;
    this.birth = birth === null ? birthOf(functionName) : { ...birth, functionName };
    if (internal) this.bits |= INTERNAL;
  }

  bornAt(functionName: string | null, internal: boolean, created: readonly WireFrame[]): void {
    this.birth = { functionName, created };
    if (internal) this.bits |= INTERNAL;
  }

  /** The function is still to be learnt. */
  bornSomehow(created: readonly WireFrame[]): void {
    this.birth = { functionName: undefined, created };
  }

  get flags(): number {
    return this.bits & FLAG_MASK;
  }

  addFlag(flag: number): void {
    this.bits |= flag;
  }

  get flagsAreTold(): boolean {
    return ((this.bits >> TOLD_FLAGS_AT) & FLAG_MASK) === this.flags;
  }

  noteFlagsTold(): void {
    this.bits = (this.bits & ~(FLAG_MASK << TOLD_FLAGS_AT)) | (this.flags << TOLD_FLAGS_AT);
  }

  get told(): ToldState {
    return ((this.bits >> TOLD_AT) & TOLD_MASK) as ToldState;
  }

  set told(told: ToldState) {
    this.bits = (this.bits & ~(TOLD_MASK << TOLD_AT)) | (told << TOLD_AT);
  }

  /** A function of Node's own. */
  get internal(): boolean {
    return (this.bits & INTERNAL) !== 0;
  }

  /** Known to be an async call, not some other promise that was born in the same way. */
  get confirmed(): boolean {
    return (this.bits & CONFIRMED) !== 0;
  }

  /** Found to be some other promise after all. */
  get refuted(): boolean {
    return (this.bits & REFUTED) !== 0;
  }

  confirm(): void {
    this.bits |= CONFIRMED;
  }

  refute(): void {
    this.bits = (this.bits & ~CONFIRMED) | REFUTED;
  }

  get ended(): boolean {
    return (this.bits & ENDED) !== 0;
  }

  end(): void {
    this.bits |= ENDED;
  }

  revive(): void {
    this.bits &= ~ENDED;
  }

  get waiting(): boolean {
    return (this.bits & WAITING) !== 0;
  }

  /** `number`: of the await whose reaction will resume it, the latest of all; 0 if none will. */
  wait(number: number, target: PromiseNode | null, site: WireFrame | null, nowUs: number): void {
    this.bits = (this.bits & ~OF_WAIT) | (number === 0 ? WAITING : WAITING | RESUMABLE);
    this.waitingSinceUs = nowUs;
    this.target = target;
    this.site = site;
    this.promise = null;
  }

  clearWait(): void {
    this.bits &= ~OF_WAIT;
    this.target = null;
    this.site = null;
    this.promise = null;
  }

  isResumedBy(number: number): boolean {
    return number !== 0 && number === this.resumedBy;
  }

  /** The number of the await whose reaction resumes the call; 0 where none is known. */
  get resumedBy(): number {
    return (this.bits & RESUMABLE) === 0 ? 0 : this.awaits;
  }

  /** The awaited promise itself, only until it was asked for the await's place. */
  get awaited(): object | null {
    return (this.bits & FOLLOWS) === 0 ? this.promise : null;
  }

  /** What the call waits for by its promise: the one that it awaits, or the one that it returned. */
  get waitedFor(): object | null {
    return this.promise;
  }

  awaitsPromise(promise: object): void {
    this.promise = promise;
  }

  /** There is no await: this is what the call returned, and now waits for. */
  follows(promise: object): void {
    this.promise = promise;
    this.bits |= FOLLOWS;
  }

  /** Its promise need not be asked, or cannot be, and is held no longer. */
  wasAsked(): void {
    this.bits |= ASKED;
    this.promise = null;
  }

  get asked(): boolean {
    return (this.bits & ASKED) !== 0;
  }

  /** The site is the `await` itself, and not (as when it is read at once) the last call inside of it. */
  get siteIsAwait(): boolean {
    return (this.bits & SITE_IS_AWAIT) !== 0;
  }

  standsAt(place: WireFrame): void {
    this.site = place;
    this.bits |= SITE_IS_AWAIT;
  }

  /** It is in the journal's list of changed calls. */
  get queued(): boolean {
    return (this.bits & QUEUED) !== 0;
  }

  set queued(queued: boolean) {
    if (queued) this.bits |= QUEUED;
    else this.bits &= ~QUEUED;
  }

  /** Nothing is new of it, but its place is still to be asked. */
  get postponed(): boolean {
    return (this.bits & POSTPONED) !== 0;
  }

  set postponed(postponed: boolean) {
    if (postponed) this.bits |= POSTPONED;
    else this.bits &= ~POSTPONED;
  }
}
