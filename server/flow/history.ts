/**
 * What a program did, kept beside its model, which only knows what is. It is fed by the same records, each with its
 * time, so it is the same for a live program and for a recording.
 *
 * A recording tells what lasts: a wait of less than 10 ms is not in it, nor a task that was over before it was told.
 * So "running" here means running, or waiting for less than that; the end of a wait is known to 20 ms.
 */
import { DONE, FAILED, GONE, isOver, RUNNING, stateOfOp, type StateCode } from "../../media/wire/states.js";
import type { WireFrame } from "../../tracer/wire/index.js";
import type { Model } from "../model/model.js";
import type { Primitive, PrimitiveId, TaskId } from "../model/task.js";
import { MAIN, type Activity, type Handoff, type Tasks, type Watcher } from "../model/tasks.js";
import { ChangeLog } from "./change-log.js";
import { HandoffLog } from "./handoff-log.js";
import { Links, type Link } from "./links.js";
import { PeerLog } from "./peer-log.js";
import { PrimitiveStats, type Side } from "./primitive-stats.js";
import { SiteStats } from "./site-stats.js";
import { TaskLog } from "./task-log.js";

/** Of a wait for very many tasks, those that are looked at for where they were started. */
const AWAITED_SEEN = 256;

/** Tasks that are over are forgotten with the changes that name them; it is looked for after so many changes. */
const SWEEP_EVERY = 1 << 18;

export interface TaskSince {
  readonly id: TaskId;
  readonly fromUs: number;
}

interface Current {
  site: SiteStats;
  state: StateCode;
  fromUs: number;
  /** Its latest change in the log. */
  change: number;
  /** Where it waits. */
  links: readonly Link[];
  at: readonly PrimitiveStats[];
  side: Side;
  readonly named: boolean;
}

export class History implements Watcher {
  readonly changes: ChangeLog;
  readonly tasks = new TaskLog();
  readonly sites: SiteStats[] = [];
  readonly primitives: PrimitiveStats[] = [];
  readonly links = new Links();
  readonly peers = new PeerLog();
  readonly handoffs = new HandoffLog();

  readonly #model: Tasks;
  readonly #current = new Map<TaskId, Current>();
  readonly #siteOf = new Map<string, SiteStats>();
  /** The one site of this name whose place is known; null when there are several. */
  readonly #onlySite = new Map<string, SiteStats | null>();
  readonly #groupOf = new Map<string, PrimitiveStats>();
  readonly #groups = new Map<PrimitiveId, PrimitiveStats>();
  #sweepAt = SWEEP_EVERY;

  constructor(model: Tasks, changesKept?: number) {
    this.#model = model;
    this.changes = new ChangeLog(changesKept);
  }

  /** All at once, of a model that no record will change any more. */
  static ofMoment(model: Tasks): History {
    const history = new History(model);
    for (const unit of model.units) {
      for (const { id } of unit.model.primitives()) history.primitiveChanged(unit.model, id);
      for (const { id, startedMs } of unit.model.tasks())
        history.taskChanged(unit.model, id, startedMs * 1000);
    }
    return history;
  }

  siteOfTask(id: TaskId): SiteStats | undefined {
    return this.#current.get(id)?.site;
  }

  groupOf(id: PrimitiveId): PrimitiveStats | undefined {
    return this.#groups.get(id);
  }

  /** Those of a box that are not over, and those that wait at it, with the time since when they do what they do. */
  *liveTasksAt(box: SiteStats | PrimitiveStats): Generator<TaskSince> {
    for (const [id, { site, state, at, fromUs }] of this.#current) {
      if (isOver(state)) continue;
      if (box instanceof SiteStats ? site === box : at.includes(box)) yield { id, fromUs };
    }
  }

  taskChanged(model: Model, id: TaskId, timeUs: number): void {
    const activity = model.activityOf(id);
    const known = this.#current.get(id);
    if (activity === undefined) {
      if (known !== undefined) this.#retract(id, known, timeUs);
      return;
    }
    const state = stateOf(activity);
    if (known === undefined) this.#begin(model, id, activity, state, timeUs);
    else {
      this.#rename(model, id, known, timeUs);
      this.#change(id, known, activity, state, timeUs);
    }
  }

  primitiveChanged(model: Model, id: PrimitiveId): void {
    const primitive = model.primitive(id);
    if (primitive === undefined) return;
    const group = this.#groupFor(model, primitive);
    group.learn(primitive);
    for (const task of primitive.putters) this.#link("send", task, group);
    for (const task of primitive.takers) this.#link("receive", task, group);
    this.peers.note(id, `${primitive.putters.join()} ${primitive.takers.join()}`);
  }

  handedOn(handoff: Handoff): void {
    this.handoffs.push(handoff);
  }

  #begin(model: Model, id: TaskId, activity: Activity, state: StateCode, timeUs: number): void {
    const origin = model.originOf(id);
    if (origin === undefined) return;
    const site = this.#siteFor(model, id, origin.name, origin.created);
    const startUs = Math.min(activity.fromUs, timeUs);
    const named = origin.name !== "";
    const change = this.changes.push(id, RUNNING, 0, startUs);
    const current: Current = {
      ...{ site, state: RUNNING, fromUs: startUs, change, links: [], at: [], side: "receiving", named },
    };
    this.#current.set(id, current);
    this.tasks.push(id, site.index, origin.parent ?? 0);
    site.started++;
    site.live++;
    site.enter(RUNNING, startUs, Math.max(timeUs, startUs));
    const parent = origin.parent === null ? undefined : this.#current.get(origin.parent);
    if (parent !== undefined && parent.site !== site) this.links.of("start", parent.site.index, site.index);
    this.#change(id, current, activity, state, timeUs);
    this.#sweep();
  }

  /** The name of a call may be learnt late, and with it where it belongs. */
  #rename(model: Model, id: TaskId, known: Current, timeUs: number): void {
    if (known.named) return;
    const origin = model.originOf(id);
    if (origin === undefined || origin.name === "") return;
    const site = this.#siteFor(model, id, origin.name, origin.created);
    Object.assign(known, { named: true });
    if (site === known.site) return;
    const over = isOver(known.state);
    known.site.started--;
    site.started++;
    if (!over) {
      known.site.live--;
      site.live++;
      known.site.leave(known.state, timeUs, timeUs);
      site.enter(known.state, timeUs, timeUs);
    }
    const { links } = known;
    for (const link of links) link.waiting--;
    known.links = links.map((link) => this.links.of(link.kind, site.index, link.other));
    for (const link of known.links) link.waiting++;
    known.site = site;
    this.tasks.push(id, site.index, origin.parent ?? 0);
  }

  #change(id: TaskId, known: Current, activity: Activity, state: StateCode, timeUs: number): void {
    const primitive = activity.primitives[0] ?? 0;
    const waits = activity.state === "waiting";
    const fromUs = Math.max(known.fromUs, waits || isOver(state) ? activity.fromUs : timeUs);
    if (state === known.state && (!waits || activity.fromUs <= known.fromUs)) return;
    this.#leave(known, fromUs, Math.max(timeUs, fromUs));
    if (known.fromUs === fromUs) this.changes.amend(known.change, state, primitive);
    else known.change = this.changes.push(id, state, primitive, fromUs);
    known.state = state;
    known.fromUs = fromUs;
    known.site.enter(state, fromUs, Math.max(timeUs, fromUs));
    if (isOver(state)) known.site.live--;
    else if (waits) this.#waitsAt(known, activity, fromUs);
  }

  #leave(known: Current, untilUs: number, nowUs: number): void {
    if (isOver(known.state)) known.site.live++;
    known.site.leave(known.state, untilUs, nowUs);
    for (const link of known.links) link.waiting--;
    for (const group of known.at) group.waits(known.side, -1, untilUs);
    known.links = [];
    known.at = [];
  }

  #waitsAt(known: Current, { op, primitives, tasks }: Activity, fromUs: number): void {
    const { index } = known.site;
    const groups = [...new Set(primitives.flatMap((one) => this.#groups.get(one) ?? []))];
    const links = groups.map((group) => {
      if (op === "send") return this.links.of("send", index, group.index);
      if (!CARRIES.has(group.first.kind)) return this.links.of("take", index, group.index);
      const puts =
        op === "select" &&
        this.links.has("send", index, group.index) &&
        !this.links.has("receive", index, group.index);
      return this.links.of(puts ? "send" : "receive", index, group.index);
    });
    const awaited = new Set(
      tasks.slice(0, AWAITED_SEEN).flatMap((one) => this.#current.get(one)?.site ?? []),
    );
    awaited.delete(known.site);
    known.links = [...links, ...[...awaited].map((site) => this.links.of("await", index, site.index))];
    known.at = groups;
    known.side = op === "send" ? "sending" : "receiving";
    for (const link of known.links) link.waiting++;
    for (const group of groups) group.waits(known.side, 1, fromUs);
  }

  #retract(id: TaskId, known: Current, timeUs: number): void {
    this.#leave(known, timeUs, timeUs);
    known.site.started--;
    known.site.live--;
    this.changes.push(id, GONE, 0, timeUs);
    this.#current.delete(id);
  }

  #link(kind: "send" | "receive", task: TaskId, group: PrimitiveStats): void {
    const site = this.#current.get(task)?.site;
    if (site !== undefined && CARRIES.has(group.first.kind)) this.links.of(kind, site.index, group.index);
  }

  #siteFor(model: Model, id: TaskId, name: string, created: WireFrame | null): SiteStats {
    const unit = this.#unitOf(id);
    const named = `${unit}|${name}`;
    if (created === null) {
      const only = this.#onlySite.get(named);
      if (only != null) return only;
    }
    const place = created === null ? "" : `${created.file}:${created.line}:${created.column}`;
    const key = `${named}|${place}`;
    let site = this.#siteOf.get(key);
    if (site === undefined) {
      const where = created === null ? null : model.siteOf(created);
      site = new SiteStats(this.sites.length, name === "" ? "(anonymous)" : name, unit, where);
      this.sites.push(site);
      this.#siteOf.set(key, site);
      if (created !== null) this.#onlySite.set(named, this.#onlySite.has(named) ? null : site);
    }
    return site;
  }

  #groupFor(model: Model, primitive: Primitive): PrimitiveStats {
    const known = this.#groups.get(primitive.id);
    if (known !== undefined) return known;
    const { kind, name, created } = primitive;
    const place = created === null ? `${primitive.id}` : `${created.file}:${created.line}:${created.column}`;
    const key = `${model.program?.pid ?? 0}|${kind}|${name}|${place}`;
    let group = this.#groupOf.get(key);
    if (group === undefined) {
      group = new PrimitiveStats(this.primitives.length, primitive);
      this.primitives.push(group);
      this.#groupOf.set(key, group);
    }
    this.#groups.set(primitive.id, group);
    return group;
  }

  #unitOf(id: TaskId): string {
    const unit = this.#model.unitOf(id);
    return unit === undefined || unit.id === MAIN ? "" : unit.name;
  }

  /** Tasks that are over, and of which no change is kept any more, are forgotten. */
  #sweep(): void {
    if (this.changes.end < this.#sweepAt) return;
    this.#sweepAt = this.changes.end + SWEEP_EVERY;
    const kept = this.changes.tasks();
    for (const [id, { state }] of this.#current) if (isOver(state)) this.#current.delete(id);
    for (const id of this.#current.keys()) kept.add(id);
    this.tasks.keep(kept);
  }
}

/** Values go through these; the others are held, or awaited. */
const CARRIES: ReadonlySet<string> = new Set(["channel", "timer-channel", "ticker"]);

function stateOf({ state, op }: Activity): StateCode {
  if (state === "done") return DONE;
  if (state === "failed") return FAILED;
  return op === null ? RUNNING : stateOfOp(op);
}
