/** The page: the history in, lanes and list out, and what the user does in between. */
import type { Cursor, HistoryFacts, RunFacts } from "../wire/facts.js";
import { REASONS, REASON_WORDS, reasonOf } from "../wire/states.js";
import { button, Frame } from "../common/frame.js";
import { make, toggle } from "../common/dom.js";
import type { Host } from "../common/host.js";
import { makeLegend } from "../common/legend.js";
import { LISTED_AT_MOST, Listing, type ListItem } from "../common/listing.js";
import { PastSlider } from "../common/past.js";
import { Pull } from "../common/pull.js";
import { count, duration } from "../common/words.js";
import { arrowsOf, type Arrow } from "./arrows.js";
import { TimelineCanvas } from "./canvas-view.js";
import { Details, spanWords } from "./details.js";
import { parseKept, type Kept } from "./kept.js";
import { ALL, lanesOf, tasksOfLane, type Lane } from "./lanes.js";
import type { Scene } from "./painter.js";
import type { TimeWindow } from "./raster.js";
import { Store, type Span, type TaskLane } from "./store.js";
import { summaryOf } from "./summary.js";
import { Tiles } from "./tiles.js";
import { SpanTip } from "./span-tip.js";
import { View } from "./window.js";

/** While a run is short all of it is seen, later the latest stretch. */
const FOLLOWED_US = 10_000_000;

/** A look at all spans of a long run takes a while: no more often than this, and for a small share of the time. */
const SUMMARY_EVERY_MS = 1000;
const SUMMARY_SHARE = 30;

export class TimelinePage {
  readonly store = new Store();
  readonly view = new View();
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #canvas: TimelineCanvas;
  readonly #list: Listing;
  readonly #details: Details;
  readonly #tip = new SpanTip();
  readonly #tiles: Tiles;
  readonly #pull: Pull;
  readonly #past: PastSlider;
  readonly #search = make("input", { type: "search", placeholder: "Search", "aria-label": "Search lanes" });
  readonly #followToggle: HTMLButtonElement;
  #cursor: Cursor | null = null;
  #run: RunFacts | null = null;
  #lanes: readonly Lane[] = [];
  #open: Set<string>;
  #selected: string | null;
  #hovered: string | null = null;
  #span: Span | null = null;
  #range: TimeWindow | null = null;
  #arrows: readonly Arrow[] = [];
  #follow = true;
  #fitted = true;
  #kept: Kept;
  #keepTimer = 0;
  #summaryNotBeforeMs = 0;
  /** What the last one was of. */
  #summed = "";

  constructor(host: Host) {
    this.#host = host;
    this.#kept = parseKept(host.kept);
    this.#open = new Set(this.#kept.open);
    this.#selected = this.#kept.selected;
    this.#tiles = new Tiles(this.store, (lane) => tasksOfLane(this.store, lane));
    this.#frame = new Frame("Timeline", () => this.#keepSoon());
    this.#frame.sideOpen = this.#kept.sideOpen;
    this.#canvas = new TimelineCanvas(() => this.#scene(), {
      onPick: (lane, timeUs) => this.#pick(lane, timeUs),
      onOpen: (lane) => this.#openSource(lane.id),
      onRange: (range) => this.#choose(range),
      onZoom: (timeUs, factor) => this.zoom(timeUs, factor),
      onPan: (us, px) => this.pan(us, px),
      onJump: (timeUs) => {
        const half = this.view.lengthUs / 2;
        this.#look(() => this.view.set(timeUs - half, timeUs + half));
      },
      onHover: (lane, timeUs, x, y) => this.#hover(lane, timeUs, x, y),
    });
    this.#list = new Listing("Lanes of the timeline", {
      onSelect: (id) => this.#selectLane(id),
      onOpen: (id) => this.#openSource(id),
      onExpand: (id, open) => this.#setOpen(id, open),
    });
    this.#details = new Details({
      onOpen: (place) => this.#host.wish({ kind: "open", place }),
      onStep: (by) => this.#step(by),
      onTask: (id) => this.#goToTask(id),
      onToggle: (id) => this.#setOpen(id, !this.#open.has(id)),
    });
    this.#followToggle = toggle(
      {
        label: "Follow",
        title: "Follow the program: off, the picture stands still",
        press: () => this.#setFollow(!this.#follow),
      },
      true,
    );
    this.#pull = new Pull(() => this.#ask());
    this.#past = new PastSlider(host, () => this.#canvas.redraw());
    this.#build();
  }

  start(): void {
    this.#pull.start();
  }

  #take(facts: HistoryFacts): void {
    const anew = facts.anew;
    if (anew) this.#begin(facts);
    const changed = this.store.take(facts);
    this.#cursor = facts.cursor;
    this.#run = facts.run;
    const firstUs = Math.min(...changed.values());
    this.#tiles.changed((lane) => {
      if (lane === ALL) return changed.size > 0 ? firstUs : undefined;
      const number = Number(lane.slice(1));
      return changed.get(lane.startsWith("s") ? number : (this.store.tasks.get(number)?.site ?? -1));
    });
    if (!facts.more) this.refresh();
  }

  refresh(): void {
    this.#lanes = lanesOf(this.store, this.#open, this.#search.value);
    this.#moveAlong();
    this.#clampScroll();
    this.#frame.empty(this.#lanes.length > 0 ? "" : this.#emptyWords());
    if (this.#run !== null) {
      this.#frame.showRun(this.#run, !this.#follow);
      this.#past.show(this.#run);
    }
    const listed = this.#lanes.slice(0, LISTED_AT_MOST).map((lane) => this.#listItem(lane));
    this.#list.update(listed, this.#lanes.length, this.#selected);
    this.#reselect();
    this.#inspect(false);
    const words = this.#words();
    this.#canvas.element.setAttribute("aria-label", `Timeline. ${words} The list beside it says the same.`);
    this.#frame.announcer.say(words);
    this.#canvas.redraw();
  }

  zoom(timeUs: number, factor: number): void {
    const whole = this.#canvas.painter.whole(this.#scene());
    this.#look(() => this.view.zoomAt(timeUs, factor, (whole.toUs - whole.fromUs) * 1.25));
  }

  pan(us: number, px: number): void {
    if (us !== 0) this.#look(() => this.view.panBy(us));
    if (px === 0) return;
    this.view.scroll += px;
    this.#clampScroll();
    this.#canvas.redraw();
  }

  fit(): void {
    const { fromUs, toUs } = this.#canvas.painter.whole(this.#scene());
    this.view.set(fromUs, toUs + (toUs - fromUs) * 0.02);
    this.#fitted = true;
    this.#keepSoon();
    this.#canvas.redraw();
  }

  #scene(): Scene {
    const lane = this.#lanes.find(({ id }) => id === this.#selected);
    return {
      store: this.store,
      tiles: this.#tiles,
      view: this.view,
      lanes: this.#lanes,
      selected: this.#selected,
      hovered: this.#hovered,
      span: lane === undefined ? null : this.#span,
      range: this.#range,
      arrows: this.#arrows,
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
    this.#span = null;
    this.#range = null;
    this.#arrows = [];
    if (this.#run !== null && this.#run.key !== run.key) {
      this.#open.clear();
      this.#selected = null;
      this.#fitted = true;
    }
    if (this.#run === null && this.#kept.run === run.key) {
      this.view.set(this.#kept.fromUs, this.#kept.toUs);
      this.#fitted = false;
      this.#setFollow(this.#kept.follow);
    }
  }

  /** While all is seen, it stays so; while the newest is followed, it stays at the right. */
  #moveAlong(): void {
    const whole = this.#canvas.painter.whole(this.#scene());
    const live = this.#run?.state === "live";
    if (this.#fitted) {
      const length = whole.toUs - whole.fromUs;
      if (live && this.#follow && length > FOLLOWED_US) this.view.set(whole.toUs - FOLLOWED_US, whole.toUs);
      else if (this.#follow || !live) this.view.set(whole.fromUs, whole.toUs + length * 0.02);
    } else if (live && this.#follow) this.view.follow(whole.toUs);
  }

  /** The user looks elsewhere: from now on the picture stands still. */
  #look(move: () => void): void {
    move();
    this.#fitted = false;
    if (this.#run?.state === "live" && this.view.toUs < this.store.nowUs) this.#setFollow(false);
    this.#keepSoon();
    this.#canvas.redraw();
  }

  #setFollow(follow: boolean): void {
    this.#follow = follow;
    this.#followToggle.setAttribute("aria-pressed", `${follow}`);
    if (this.#run !== null) this.#frame.showRun(this.#run, !follow);
    if (follow) this.refresh();
    this.#keepSoon();
  }

  #pick(lane: Lane, timeUs: number | null): void {
    if (timeUs === null && lane.kind === "site") {
      const again = this.#selected === lane.id;
      this.#selectLane(lane.id);
      if (again || !this.#open.has(lane.id)) this.#setOpen(lane.id, !this.#open.has(lane.id));
      return;
    }
    this.#selectLane(lane.id, timeUs ?? undefined);
  }

  #selectLane(id: string, timeUs?: number): void {
    this.#selected = id;
    const task = this.#taskOf(id);
    const at = timeUs ?? Math.min(this.view.toUs, this.store.nowUs);
    this.#span = task === null ? null : this.store.spanAt(task, this.store.changeAt(task, at));
    this.#reselect();
    this.#list.select(id);
    this.#scrollTo(id);
    this.#inspect(true);
    this.#keepSoon();
    this.#canvas.redraw();
  }

  /** The task of a lane that has only one. */
  #taskOf(id: string): TaskLane | null {
    const tasks = tasksOfLane(this.store, id);
    return tasks.length === 1 ? (tasks[0] ?? null) : null;
  }

  /** What was selected goes on, or has got an end. */
  #reselect(): void {
    const task = this.#selected === null ? null : this.#taskOf(this.#selected);
    if (task === null) {
      this.#span = null;
      this.#arrows = [];
      return;
    }
    if (this.#span !== null) {
      this.#span = this.store.spanAt(task, this.store.changeAt(task, this.#span.fromUs));
    }
    this.#arrows = arrowsOf(this.store, task, this.#span);
  }

  #step(by: -1 | 1): void {
    const task = this.#selected === null ? null : this.#taskOf(this.#selected);
    if (task === null) return;
    const at = this.#span === null ? this.store.changeAt(task, this.view.toUs) : this.#span.at + by;
    const span = this.store.spanAt(task, Math.min(task.changes.length - 1, Math.max(0, at)));
    if (span === null) return;
    this.#span = span;
    const middle = Math.min((span.fromUs + span.toUs) / 2, span.fromUs + this.view.lengthUs / 3);
    if (span.fromUs < this.view.fromUs || span.fromUs > this.view.toUs) {
      const half = this.view.lengthUs / 2;
      this.#look(() => this.view.set(middle - half, middle + half));
    }
    this.#reselect();
    this.#inspect(true);
    this.#frame.announcer.say(spanWords(this.store, span));
    this.#canvas.redraw();
  }

  #goToTask(id: number): void {
    const task = this.store.tasks.get(id);
    if (task === undefined) return;
    this.#open.add(`s${task.site}`);
    this.#lanes = lanesOf(this.store, this.#open, this.#search.value);
    this.#selectLane(`t${id}`, this.#span?.fromUs);
    this.refresh();
  }

  #setOpen(id: string, open: boolean): void {
    if (!id.startsWith("s") || this.#open.has(id) === open) return;
    if (open) this.#open.add(id);
    else this.#open.delete(id);
    this.refresh();
    this.#keepSoon();
  }

  #openSource(id: string): void {
    const place = this.#lanes.find((lane) => lane.id === id)?.place;
    if (place != null) this.#host.wish({ kind: "open", place });
  }

  #choose(range: TimeWindow | null): void {
    this.#range = range;
    this.#inspect(true);
    this.#canvas.redraw();
  }

  #inspect(now: boolean): void {
    const startedMs = performance.now();
    const news = `${this.store.count} ${this.store.nowUs}`;
    if (!now && (startedMs < this.#summaryNotBeforeMs || news === this.#summed)) return;
    this.#summed = news;
    const lane = this.#lanes.find(({ id }) => id === this.#selected) ?? null;
    const window = this.#range ?? this.#canvas.painter.whole(this.#scene());
    const stretch = this.#range === null ? "the whole run" : duration(window.toUs - window.fromUs);
    this.#details.show(this.store, {
      lane,
      task: lane === null ? null : this.#taskOf(lane.id),
      span: this.#span,
      arrows: this.#arrows,
      range: this.#range,
      summary: summaryOf(this.store, tasksOfLane(this.store, lane?.id ?? ALL), window),
      of: `${stretch}${lane === null ? ", all tasks" : ""}`,
    });
    const tookMs = performance.now() - startedMs;
    this.#summaryNotBeforeMs = startedMs + Math.max(SUMMARY_EVERY_MS, SUMMARY_SHARE * tookMs);
  }

  #hover(lane: Lane | null, timeUs: number, x: number, y: number): void {
    const id = lane?.id ?? null;
    if (id !== this.#hovered) {
      this.#hovered = id;
      this.#canvas.redraw();
    }
    const task = id === null ? null : this.#taskOf(id);
    const span = task === null ? null : this.store.spanAt(task, this.store.changeAt(task, timeUs));
    if (lane === null || x < this.#canvas.painter.gutter) this.#tip.hide();
    else this.#tip.show(this.store, lane, span, tasksOfLane(this.store, lane.id), timeUs, x, y);
  }

  #scrollTo(id: string): void {
    const lane = this.#lanes.find((one) => one.id === id);
    if (lane === undefined) return;
    const { room } = this.#canvas.painter;
    if (lane.top < this.view.scroll) this.view.scroll = lane.top;
    else if (lane.top + lane.height > this.view.scroll + room)
      this.view.scroll = lane.top + lane.height - room;
  }

  #clampScroll(): void {
    const last = this.#lanes.at(-1);
    const most = Math.max(0, (last === undefined ? 0 : last.top + last.height) - this.#canvas.painter.room);
    this.view.scroll = Math.min(most, Math.max(0, this.view.scroll));
  }

  #listItem(lane: Lane): ListItem {
    const tasks = tasksOfLane(this.store, lane.id);
    const counts = REASONS.map(() => 0);
    let live = 0;
    for (const { changes } of tasks) {
      const reason = reasonOf(this.store.stateOf(changes.at(-1) ?? 0));
      if (reason < 0) continue;
      live++;
      counts[reason] = (counts[reason] ?? 0) + 1;
    }
    const most = REASONS[counts.indexOf(Math.max(...counts))];
    const doing = live === 0 || most === undefined ? "over" : REASON_WORDS[most];
    const opened = lane.kind === "site" ? (lane.open ? "open" : "closed") : "";
    return {
      id: lane.id,
      label: lane.label,
      detail: doing,
      spoken: [lane.detail, opened].filter(Boolean).join(", "),
      mark: "none",
      depth: lane.kind === "task" ? 1 : 0,
    };
  }

  #words(): string {
    let live = 0;
    for (const task of this.store.tasks.values()) if (!this.store.isOver(task)) live++;
    const seconds = duration(this.store.nowUs);
    return `${count(this.#lanes.length)} lanes, ${count(this.store.tasks.size)} tasks, ${count(live)} of them live, after ${seconds}.`;
  }

  #emptyWords(): string {
    if (this.#search.value !== "") return "No lane has that in its name.";
    if (this.#run?.state === "dump") return "A dump is one moment: there is no time in it.";
    return "No program runs under Sluice. Run one, and what its tasks do is drawn here.";
  }

  #build(): void {
    const { bar, stage, side } = this.#frame;
    const centre = (): number => (this.view.fromUs + this.view.toUs) / 2;
    bar.append(
      this.#search,
      this.#followToggle,
      button({ label: "Whole run", title: "Show the whole run (0)", press: () => this.fit() }),
      button(
        { label: "−", title: "Zoom out (-)", press: () => this.zoom(centre(), 1 / 1.5) },
        { "aria-label": "Zoom out" },
      ),
      button(
        { label: "+", title: "Zoom in (+)", press: () => this.zoom(centre(), 1.5) },
        { "aria-label": "Zoom in" },
      ),
      button({
        label: "Summarize",
        title: "Sum up the stretch that is seen; drag along the axis for another one",
        press: () =>
          this.#choose({
            fromUs: Math.max(0, this.view.fromUs),
            toUs: Math.min(this.view.toUs, this.store.nowUs),
          }),
      }),
      button({
        label: "Graph",
        title: "Show the graph of this run",
        press: () => this.#host.wish({ kind: "show", page: "graph" }),
      }),
    );
    this.#frame.finishBar();
    this.#canvas.element.setAttribute("role", "img");
    this.#past.element.hidden = true;
    stage.append(this.#canvas.element, this.#tip.element);
    this.#frame.below(makeLegend(), this.#past.element);
    side.append(this.#list.element, this.#details.element);
    this.#search.addEventListener("input", () => this.refresh());
    this.#search.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") this.#list.focus();
    });
    addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const { target } = event;
    if (target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const centre = (this.view.fromUs + this.view.toUs) / 2;
    const keys: Readonly<Record<string, () => void>> = {
      "0": () => this.fit(),
      "+": () => this.zoom(centre, 1.5),
      "=": () => this.zoom(centre, 1.5),
      "-": () => this.zoom(centre, 1 / 1.5),
      a: () => this.pan(-this.view.lengthUs / 5, 0),
      d: () => this.pan(this.view.lengthUs / 5, 0),
      "[": () => this.#step(-1),
      "]": () => this.#step(1),
      "/": () => this.#search.focus(),
      Escape: () => this.#choose(null),
    };
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #keepSoon(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => {
      this.#kept = {
        run: this.#run?.key ?? "",
        fromUs: this.view.fromUs,
        toUs: this.view.toUs,
        follow: this.#follow,
        open: [...this.#open],
        selected: this.#selected,
        sideOpen: this.#frame.sideOpen,
      };
      this.#host.keep(this.#kept);
    }, 250);
  }
}
