import { StartFlag, type WireFrame } from "../wire/index.js";
import type { Clock } from "./clock.js";
import { ActiveCall } from "./active-call.js";
import { callOf, Candidate, Origin, resolveNode, type OpenCall, type PromiseNode } from "./node.js";

/** Who makes a call, and whether it does so from a callback rather than from its own code. */
export interface CallContext {
  readonly call: OpenCall;
  readonly callback: boolean;
}

/** How a call goes from state to state, and the counts of tasks that follow from it. */
export class CallStates {
  tasksStarted = 0;
  tasksLive = 0;

  /** Is told of the end of each task that was spawned. */
  spawnedEnded: (call: ActiveCall) => void = () => undefined;

  readonly #clock: Clock;
  readonly #changed: (call: ActiveCall) => void;

  constructor(clock: Clock, changed: (call: ActiveCall) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  create(context: CallContext, flags: number): ActiveCall {
    const { callback } = context;
    const maker = callOf(context.call) ?? context.call;
    // Node's own functions are no tasks, so they are nobody's parent: their caller is.
    const internal = maker instanceof ActiveCall && maker.internal;
    const parent = internal ? maker.parent : maker;
    const inherited = internal ? maker.flags & StartFlag.callback : 0;
    const all = flags | inherited | (callback ? StartFlag.callback : 0);
    const section = parent instanceof ActiveCall ? parent.section : 1;
    const call = new ActiveCall(parent, section, all, this.#clock.nowUs);
    if (internal) call.adoptParentOf(maker);
    return call;
  }

  /** The call that a candidate stands for: it is one if it is confirmed later. */
  materialize(open: OpenCall): ActiveCall {
    if (open instanceof ActiveCall) return open;
    if (open.call !== null) return open.call;
    const { parent, parentSection, callback } = open;
    const flags = callback ? StartFlag.callback : 0;
    if (parent instanceof ActiveCall && parent.internal) {
      open.call = this.create({ call: parent, callback }, 0);
    } else {
      open.call = new ActiveCall(parent, parentSection, flags, this.#clock.nowUs);
    }
    return open.call;
  }

  /** It is an async call for certain. */
  confirm(call: ActiveCall): void {
    if (call.confirmed) return;
    call.confirm();
    if (isTask(call)) {
      this.tasksStarted++;
      this.tasksLive++;
    }
    this.#changed(call);
  }

  /** It is none: some other promise was taken for it. */
  refute(call: ActiveCall): void {
    if (call.confirmed && isTask(call)) {
      this.tasksStarted--;
      if (!call.ended) this.tasksLive--;
    }
    call.refute();
    call.clearWait();
  }

  /**
   * The call waits.
   *
   * @param resumedBy The number of the await whose reaction will resume it; 0 if none will.
   * @param target What is known of the awaited promise.
   */
  wait(call: ActiveCall, resumedBy: number, target: PromiseNode | null, site: WireFrame | null): void {
    this.confirm(call);
    if (call.ended) this.#revive(call);
    call.wait(resumedBy, target, site, this.#clock.nowUs);
    if (target !== null) {
      if (target instanceof Origin) target.waiter = call;
      this.#adoptFrame(call, resolveNode(target));
    }
    this.#changed(call);
  }

  /**
   * What the call waits for was resolved with another promise, and stands for that from now on. What a primitive calls
   * for the one who waits at it (`withLock`) is called by the waiter.
   */
  followed(origin: Origin): void {
    const { waiter } = origin;
    if (waiter?.target !== origin || !waiter.waiting) return;
    if (origin.kind === "primitive" || origin.kind === "told") this.#adoptFrame(waiter, resolveNode(origin));
    this.#changed(waiter);
  }

  /** The call's promise was given to a combinator. */
  joinCombinator(call: ActiveCall): void {
    call.addFlag(StartFlag.member);
    if (call.confirmed) this.#changed(call);
  }

  /** The race is over: whoever has not won is left behind on purpose. */
  raceOver(race: Origin): void {
    for (const member of race.members) {
      const call = resolveNode(member);
      if (!(call instanceof ActiveCall) || call.ended) continue;
      call.addFlag(StartFlag.loser);
      if (call.confirmed) this.#changed(call);
    }
  }

  resume(call: ActiveCall): void {
    call.section++;
    call.clearWait();
    this.#changed(call);
  }

  end(call: ActiveCall): void {
    if (call.ended) return;
    call.end();
    call.clearWait();
    if (call.confirmed && isTask(call)) this.tasksLive--;
    if ((call.flags & StartFlag.spawned) !== 0) this.spawnedEnded(call);
    this.#changed(call);
  }

  /** The entry module began to wait after it had seemed to be over. */
  #revive(call: ActiveCall): void {
    call.revive();
    if (isTask(call)) this.tasksLive++;
  }

  /** A call that its caller awaits as its next suspension is a frame of the caller, not a task of its own. */
  #adoptFrame(call: ActiveCall, target: PromiseNode | null): void {
    if (!(target instanceof ActiveCall) || !isMadeBy(target, call)) return;
    if (target.parentSection !== call.section) return;
    if ((target.flags & (StartFlag.frame | StartFlag.spawned)) !== 0) return;
    const wasTask = target.confirmed && isTask(target);
    target.addFlag(StartFlag.frame);
    if (!wasTask) return;
    this.tasksStarted--;
    if (!target.ended) this.tasksLive--;
  }
}

/** A call that was told already knows no more than its maker's id. */
function isMadeBy(made: ActiveCall, call: ActiveCall): boolean {
  const { parent } = made;
  if (parent === null) return call.id !== 0 && made.parentId === call.id;
  return parent === call || (parent instanceof Candidate && parent.call === call);
}

function isTask(call: ActiveCall): boolean {
  return !call.internal && (call.flags & StartFlag.frame) === 0;
}
