/** The page: the history in, lanes and list out, and what the user does in between. */
import type { Cursor, HistoryFacts, RunFacts } from "../wire/facts.js";
import { Frame } from "../common/frame.js";
import type { Host } from "../common/host.js";
import { Keeper } from "../common/keeper.js";
import { listenForKeys } from "../common/keys.js";
import { makeLegend } from "../common/legend.js";
import { LISTED_AT_MOST, Listing } from "../common/listing.js";
import { PastSlider } from "../common/past.js";
import { Pull } from "../common/pull.js";
import { searchBox } from "../common/search-box.js";
import { duration } from "../common/words.js";
import { TimelineCanvas } from "./canvas-view.js";
import { Details, spanWords } from "./details.js";
import { Following } from "./following.js";
import { parseKept, type Kept } from "./kept.js";
import { listItem, timelineInWords } from "./lane-list.js";
import { LaneStack } from "./lane-stack.js";
import { ALL, tasksOfLane, type Lane } from "./lanes.js";
import { Pace } from "./pace.js";
import type { Scene } from "./painter.js";
import type { TimeWindow } from "./raster.js";
import { Selection, taskOf } from "./selection.js";
import { Store } from "./store.js";
import { summaryOf } from "./summary.js";
import { Tiles } from "./tiles.js";
import { SpanTip } from "./span-tip.js";
import { timelineButtons, timelineKeys, type TimelineActions } from "./toolbar.js";
import { View } from "./window.js";

export class TimelinePage implements TimelineActions {
  readonly #store = new Store();
  readonly #view = new View();
  readonly #following = new Following(this.#view);
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #canvas: TimelineCanvas;
  readonly #list: Listing;
  readonly #details: Details;
  readonly #tip = new SpanTip();
  readonly #tiles: Tiles;
  readonly #pull: Pull;
  readonly #past: PastSlider;
  readonly #search = searchBox(
    "Search lanes",
    () => this.#refresh(),
    () => this.#list.focus(),
  );
  readonly #keeper: Keeper;
  readonly #pace = new Pace();
  readonly #followToggle: HTMLButtonElement;
  readonly #selection: Selection;
  readonly #stack: LaneStack;
  #cursor: Cursor | null = null;
  #run: RunFacts | null = null;
  #hovered: string | null = null;
  #range: TimeWindow | null = null;
  readonly #kept: Kept;

  constructor(host: Host) {
    this.#host = host;
    this.#kept = parseKept(host.kept);
    this.#keeper = new Keeper(host, () => this.#toKeep());
    this.#stack = new LaneStack(this.#store, this.#view, this.#kept.open);
    this.#selection = new Selection(this.#store, this.#kept.selected);
    this.#tiles = new Tiles(this.#store, (lane) => tasksOfLane(this.#store, lane));
    this.#frame = new Frame("Timeline", this.#keeper.soon);
    this.#frame.sideOpen = this.#kept.sideOpen;
    this.#canvas = new TimelineCanvas(() => this.#scene(), {
      onPick: (lane, timeUs) => this.#pick(lane, timeUs),
      onOpen: (lane) => this.#openSource(lane.id),
      onRange: (range) => this.#choose(range),
      onZoom: (timeUs, factor) => this.#zoom(timeUs, factor),
      onPan: (us, px) => this.#pan(us, px),
      onJump: (timeUs) => this.#centre(timeUs),
      onHover: (lane, timeUs, x, y) => this.#hover(lane, timeUs, x, y),
    });
    this.#list = new Listing("Lanes of the timeline", {
      onSelect: (id) => this.#selectLane(id),
      onOpen: (id) => this.#openSource(id),
      onExpand: (id, open) => this.#setOpen(id, open),
    });
    this.#details = new Details({
      onOpen: (place) => this.#host.wish({ kind: "open", place }),
      onStep: (by) => this.step(by),
      onTask: (id) => this.#goToTask(id),
      onToggle: (id) => this.#setOpen(id, !this.#stack.open.has(id)),
    });
    this.#pull = new Pull(() => this.#ask());
    this.#past = new PastSlider(host, () => this.#canvas.redraw());
    const buttons = timelineButtons(this);
    [this.#followToggle] = buttons;
    this.#build(buttons);
  }

  start(): void {
    this.#pull.start();
  }

  fit(): void {
    this.#following.fit(this.#store.whole);
    this.#keeper.soon();
    this.#canvas.redraw();
  }

  zoomBy(factor: number): void {
    this.#zoom((this.#view.fromUs + this.#view.toUs) / 2, factor);
  }

  panBy(share: number): void {
    this.#pan(share * this.#view.lengthUs, 0);
  }

  step(by: -1 | 1): void {
    const span = this.#selection.step(by, this.#view.toUs);
    if (span === null) return;
    const middle = Math.min((span.fromUs + span.toUs) / 2, span.fromUs + this.#view.lengthUs / 3);
    if (span.fromUs < this.#view.fromUs || span.fromUs > this.#view.toUs) this.#centre(middle);
    this.#inspect(true);
    this.#frame.announcer.say(spanWords(this.#store, span));
    this.#canvas.redraw();
  }

  toggleFollow(): void {
    this.#setFollow(!this.#following.on);
  }

  summarize(): void {
    const { fromUs, toUs } = this.#view;
    this.#choose({ fromUs: Math.max(0, fromUs), toUs: Math.min(toUs, this.#store.nowUs) });
  }

  search(): void {
    this.#search.focus();
  }

  showGraph(): void {
    this.#host.wish({ kind: "show", page: "graph" });
  }

  escape(): void {
    this.#choose(null);
  }

  #take(facts: HistoryFacts): void {
    if (facts.anew) this.#begin(facts);
    const changed = this.#store.take(facts);
    this.#cursor = facts.cursor;
    this.#run = facts.run;
    const firstUs = Math.min(...changed.values());
    this.#tiles.changed((lane) => {
      if (lane === ALL) return changed.size > 0 ? firstUs : undefined;
      const number = Number(lane.slice(1));
      return changed.get(lane.startsWith("s") ? number : (this.#store.tasks.get(number)?.site ?? -1));
    });
    if (!facts.more) this.#refresh();
  }

  #refresh(): void {
    this.#stack.build(this.#search.value);
    const { lanes } = this.#stack;
    this.#following.moveAlong(this.#store.whole, this.#run?.state === "live");
    this.#scroll(0);
    this.#frame.empty(lanes.length > 0 ? "" : this.#emptyWords());
    if (this.#run !== null) {
      this.#frame.showRun(this.#run, !this.#following.on);
      this.#past.show(this.#run);
    }
    const listed = lanes.slice(0, LISTED_AT_MOST).map((lane) => listItem(this.#store, lane));
    this.#list.update(listed, lanes.length, this.#selection.lane);
    this.#selection.renew();
    this.#inspect(false);
    const words = timelineInWords(this.#store, lanes.length);
    this.#canvas.element.setAttribute("aria-label", `Timeline. ${words} The list beside it says the same.`);
    this.#frame.announcer.say(words);
    this.#canvas.redraw();
  }

  #zoom(timeUs: number, factor: number): void {
    const { fromUs, toUs } = this.#store.whole;
    this.#look(() => this.#view.zoomAt(timeUs, factor, (toUs - fromUs) * 1.25));
  }

  #pan(us: number, px: number): void {
    if (us !== 0) this.#look(() => this.#view.panBy(us));
    if (px === 0) return;
    this.#scroll(px);
    this.#canvas.redraw();
  }

  #scroll(px: number): void {
    this.#stack.scrollBy(px, this.#canvas.ground.room);
  }

  #centre(timeUs: number): void {
    const half = this.#view.lengthUs / 2;
    this.#look(() => this.#view.set(timeUs - half, timeUs + half));
  }

  #scene(): Scene {
    const { lane, span } = this.#selection;
    return {
      store: this.#store,
      tiles: this.#tiles,
      view: this.#view,
      lanes: this.#stack.lanes,
      selected: lane,
      hovered: this.#hovered,
      span: this.#stack.lane(lane) === null ? null : span,
      range: this.#range,
      arrows: this.#selection.arrowsIn(this.#view),
      cursorUs: this.#past.atUs,
    };
  }

  async #ask(): Promise<boolean> {
    try {
      const facts = await this.#host.ask<"history">({ kind: "history", cursor: this.#cursor });
      if (facts === null) {
        if (this.#run === null) this.#frame.empty(this.#emptyWords());
        return false;
      }
      this.#take(facts);
      return facts.more;
    } catch {
      // The one who answers may just have ended; what is shown stays.
      return false;
    }
  }

  #begin({ run }: HistoryFacts): void {
    this.#tiles.clear();
    this.#selection.span = null;
    this.#range = null;
    if (this.#run !== null && this.#run.key !== run.key) {
      this.#stack.open.clear();
      this.#selection.lane = null;
      this.#following.fitted = true;
    }
    if (this.#run === null && this.#kept.run === run.key) {
      this.#view.set(this.#kept.fromUs, this.#kept.toUs);
      this.#following.fitted = false;
      this.#setFollow(this.#kept.follow);
    }
  }

  /** The user looks elsewhere: from now on the picture stands still. */
  #look(move: () => void): void {
    move();
    this.#following.fitted = false;
    if (this.#run?.state === "live" && this.#view.toUs < this.#store.nowUs) this.#setFollow(false);
    this.#keeper.soon();
    this.#canvas.redraw();
  }

  #setFollow(follow: boolean): void {
    this.#following.on = follow;
    this.#followToggle.setAttribute("aria-pressed", `${follow}`);
    if (this.#run !== null) this.#frame.showRun(this.#run, !follow);
    if (follow) this.#refresh();
    this.#keeper.soon();
  }

  #pick(lane: Lane, timeUs: number | null): void {
    if (timeUs === null && lane.kind === "site") {
      const again = this.#selection.lane === lane.id;
      this.#selectLane(lane.id);
      const isOpen = this.#stack.open.has(lane.id);
      if (again || !isOpen) this.#setOpen(lane.id, !isOpen);
      return;
    }
    this.#selectLane(lane.id, timeUs ?? undefined);
  }

  #selectLane(id: string, timeUs?: number): void {
    this.#selection.choose(id, timeUs ?? Math.min(this.#view.toUs, this.#store.nowUs));
    this.#list.select(id);
    this.#stack.scrollTo(id, this.#canvas.ground.room);
    this.#inspect(true);
    this.#keeper.soon();
    this.#canvas.redraw();
  }

  #goToTask(id: number): void {
    const task = this.#store.tasks.get(id);
    if (task === undefined) return;
    this.#stack.setOpen(`s${task.site}`, true);
    this.#stack.build(this.#search.value);
    this.#selectLane(`t${id}`, this.#selection.span?.fromUs);
    this.#refresh();
  }

  #setOpen(id: string, open: boolean): void {
    if (!this.#stack.setOpen(id, open)) return;
    this.#refresh();
    this.#keeper.soon();
  }

  #openSource(id: string): void {
    const place = this.#stack.lane(id)?.place;
    if (place != null) this.#host.wish({ kind: "open", place });
  }

  #choose(range: TimeWindow | null): void {
    this.#range = range;
    this.#inspect(true);
    this.#canvas.redraw();
  }

  #inspect(now: boolean): void {
    this.#pace.work(`${this.#store.count} ${this.#store.nowUs}`, now, () => this.#showDetails());
  }

  #showDetails(): void {
    const lane = this.#stack.lane(this.#selection.lane);
    const window = this.#range ?? this.#store.whole;
    const stretch = this.#range === null ? "the whole run" : duration(window.toUs - window.fromUs);
    const { task, span } = this.#selection;
    this.#details.show(this.#store, {
      lane,
      task: lane === null ? null : task,
      span,
      handedOn: this.#selection.arrowsIn(span ?? window).filter(({ kind }) => kind === "handoff"),
      range: this.#range,
      summary: summaryOf(this.#store, tasksOfLane(this.#store, lane?.id ?? ALL), window),
      of: `${stretch}${lane === null ? ", all tasks" : ""}`,
    });
  }

  #hover(lane: Lane | null, timeUs: number, x: number, y: number): void {
    const id = lane?.id ?? null;
    if (id !== this.#hovered) {
      this.#hovered = id;
      this.#canvas.redraw();
    }
    const task = id === null ? null : taskOf(this.#store, id);
    const span = task === null ? null : this.#store.spanAt(task, this.#store.changeAt(task, timeUs));
    if (lane === null || x < this.#canvas.ground.gutter) this.#tip.hide();
    else this.#tip.show(this.#store, lane, span, tasksOfLane(this.#store, lane.id), timeUs, x, y);
  }

  #emptyWords(): string {
    if (this.#search.value !== "") return "No lane has that in its name.";
    if (this.#run?.state === "dump") return "A dump is one moment: there is no time in it.";
    return "No program runs under Sluice. Run one, and what its tasks do is drawn here.";
  }

  #build(buttons: readonly HTMLElement[]): void {
    const { bar, stage, side } = this.#frame;
    bar.append(this.#search, ...buttons);
    this.#frame.finishBar();
    this.#canvas.element.setAttribute("role", "img");
    this.#past.element.hidden = true;
    stage.append(this.#canvas.element, this.#tip.element);
    this.#frame.below(makeLegend(), this.#past.element);
    side.append(this.#list.element, this.#details.element);
    listenForKeys(timelineKeys(this));
  }

  #toKeep(): Kept {
    return {
      run: this.#run?.key ?? "",
      fromUs: this.#view.fromUs,
      toUs: this.#view.toUs,
      follow: this.#following.on,
      open: [...this.#stack.open],
      selected: this.#selection.lane,
      sideOpen: this.#frame.sideOpen,
    };
  }
}
