/** The page: facts in, picture and list out, and what the user does in between. */
import { shownMs, type GraphFacts, type TasksFacts } from "../wire/facts.js";
import { Frame } from "../common/frame.js";
import type { Host } from "../common/host.js";
import { Keeper } from "../common/keeper.js";
import { listenForKeys } from "../common/keys.js";
import { makeLegend } from "../common/legend.js";
import { Listing } from "../common/listing.js";
import { PastSlider } from "../common/past.js";
import { Pull } from "../common/pull.js";
import { searchBox } from "../common/search-box.js";
import { CanvasView } from "./canvas-view.js";
import { saveGraph } from "./export.js";
import { Inspector } from "./inspector.js";
import { parseKept, type Kept } from "./kept.js";
import { Layout } from "./layout.js";
import { noticeOf } from "./notice.js";
import { foundIn, sceneOf, type Fold } from "./scene.js";
import { SplitSites } from "./split-sites.js";
import { listItems, summaryOf } from "./spoken.js";
import { graphKeys, GraphToolbar, type GraphActions } from "./toolbar.js";
import { Tooltip } from "./tooltip.js";
import { NO_TRENDS, TrendWindow, type Trends } from "./trends.js";

/** While a program has only begun, each look shows more of it: until then boxes may still be moved. */
const SETTLING_MS = 1500;

const TASKS_SHOWN = 25;

/** Boxes whose places are kept. */
const SPOTS_KEPT = 2000;

export class GraphPage implements GraphActions {
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #view: CanvasView;
  readonly #list: Listing;
  readonly #inspector: Inspector;
  readonly #tooltip = new Tooltip();
  readonly #layout = new Layout();
  readonly #window = new TrendWindow();
  readonly #pull: Pull;
  readonly #past: PastSlider;
  readonly #search = searchBox(
    "Search boxes",
    () => this.#refresh(),
    () => this.#list.focus(),
  );
  readonly #toolbar: GraphToolbar;
  readonly #split: SplitSites;
  readonly #keeper: Keeper;
  #facts: GraphFacts | null = null;
  #trends: Trends = NO_TRENDS;
  #fold: Fold;
  #topology: boolean;
  #selected: string | null;
  #tasks: TasksFacts | null = null;
  #firstSeenMs = 0;
  /** The user has looked closer: from now on nothing moves by itself. */
  #moved = false;
  readonly #kept: Kept;
  #revealing: number | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#kept = parseKept(host.kept);
    this.#keeper = new Keeper(host, () => this.#toKeep());
    this.#split = new SplitSites(host);
    this.#fold = this.#kept.fold;
    this.#topology = this.#kept.topology;
    this.#selected = this.#kept.selected;
    this.#frame = new Frame("Graph", this.#keeper.soon);
    this.#frame.sideOpen = this.#kept.sideOpen;
    this.#view = new CanvasView({
      onHover: (id) => void this.#hover(id),
      onSelect: (id) => this.#select(id),
      onOpen: (id) => this.#open(id),
      onMove: () => {
        this.#moved = true;
        this.#keeper.soon();
      },
    });
    this.#list = new Listing("Boxes of the graph", {
      onSelect: (id) => {
        this.#select(id);
        this.#view.reveal(id);
      },
      onOpen: (id) => this.#open(id),
      onExpand: (id, open) => void this.#setSplit(id, open),
    });
    this.#inspector = new Inspector({
      onOpen: (place) => this.#host.wish({ kind: "open", place }),
      onSplit: (id) => void this.#setSplit(id, !this.#split.tasks.has(id)),
    });
    this.#toolbar = new GraphToolbar(this, this.#fold, this.#topology);
    this.#pull = new Pull(() => this.#look());
    this.#past = new PastSlider(host, () => this.#window.forget());
    this.#build();
    host.onReveal = (task) => {
      this.#revealing = task;
    };
    document.addEventListener("visibilitychange", this.#keeper.now);
  }

  start(): void {
    this.#pull.start();
  }

  fold(by: Fold): void {
    this.#fold = by;
    this.#split.tasks.clear();
    this.#layout.clear();
    this.#refresh();
    this.#view.fit();
    this.#keeper.soon();
  }

  toggleTopology(): void {
    this.#topology = !this.#topology;
    this.#toolbar.topology = this.#topology;
    this.#refresh();
    this.#keeper.soon();
  }

  togglePause(): void {
    this.#pull.paused = !this.#pull.paused;
    this.#toolbar.paused = this.#pull.paused;
    if (this.#facts !== null) this.#frame.showRun(this.#facts.run, this.#pull.paused);
  }

  tidy(): void {
    this.#layout.tidy(this.#view.scene.nodes, this.#view.scene.links);
    this.#view.spots = this.#layout.spots;
    this.#view.placed();
    this.fit();
    this.#keeper.soon();
  }

  fit(): void {
    this.#view.fit();
  }

  zoomBy(factor: number): void {
    const { camera } = this.#view;
    this.#moved = true;
    camera.zoomAt(camera.width / 2, camera.height / 2, factor);
    this.#view.redraw();
    this.#keeper.soon();
  }

  save(kind: "svg" | "png"): void {
    void saveGraph(this.#host, this.#view, kind);
  }

  showTimeline(): void {
    this.#host.wish({ kind: "show", page: "timeline" });
  }

  search(): void {
    this.#search.focus();
  }

  escape(): void {
    this.#select(null);
  }

  #select(id: string | null): void {
    this.#selected = id;
    this.#tasks = null;
    this.#view.selected = id;
    this.#view.redraw();
    this.#list.select(id);
    this.#inspect();
    void this.#askTasks();
    this.#keeper.soon();
  }

  #show(facts: GraphFacts): void {
    const anew = this.#facts?.run.key !== facts.run.key;
    if (anew) this.#begin(facts);
    this.#facts = facts;
    this.#trends = this.#window.next(facts);
    this.#refresh();
  }

  async #look(): Promise<boolean> {
    try {
      const facts = await this.#host.ask<"graph">({ kind: "graph" });
      if (facts !== null) this.#show(facts);
      if (facts === null && this.#facts === null) this.#frame.empty(NOTHING);
      await this.#askTasks();
      await this.#split.askAnew();
      if (this.#revealing !== null) await this.#revealTask(this.#revealing);
    } catch {
      // The one who answers may just have ended; what is shown stays.
    }
    return false;
  }

  #begin(facts: GraphFacts): void {
    this.#split.tasks.clear();
    this.#firstSeenMs = performance.now();
    if (this.#kept.run === facts.run.key) {
      this.#layout.restore(this.#kept.spots);
      if (this.#kept.camera !== null) {
        this.#view.camera.restore(this.#kept.camera);
        this.#moved = true;
      }
      return;
    }
    this.#layout.clear();
    this.#moved = false;
    if (this.#facts !== null) this.#select(null);
  }

  #refresh(): void {
    const facts = this.#facts;
    if (facts === null) return;
    const choices = { fold: this.#fold, topology: this.#topology, split: this.#split.tasks };
    const scene = sceneOf(facts, this.#trends, choices);
    const settling = !this.#moved && performance.now() - this.#firstSeenMs < SETTLING_MS;
    const more = [...scene.nodes.keys()].some((id) => !this.#layout.spots.has(id));
    if (more && settling) this.#layout.tidy(scene.nodes, scene.links);
    else this.#layout.add(scene.nodes, scene.links);
    this.#view.scene = scene;
    this.#view.spots = this.#layout.spots;
    this.#view.found = foundIn(scene, this.#search.value);
    this.#view.placed();
    if (!this.#moved && more) this.#view.fit();
    this.#frame.showRun(facts.run, this.#pull.paused);
    this.#past.show(facts.run);
    this.#frame.empty(scene.nodes.size === 0 ? NOTHING : "");
    this.#frame.notice(noticeOf(facts, this.#topology));
    const { items, total } = listItems(scene, this.#layout.spots, this.#view.found);
    this.#list.update(items, total, this.#selected);
    this.#view.selected = this.#selected;
    this.#inspect();
    const summary = summaryOf(scene);
    this.#view.element.setAttribute("aria-label", `Graph. ${summary} The list beside it says the same.`);
    this.#frame.announcer.say(summary);
    if (more) this.#keeper.soon();
  }

  #inspect(): void {
    const node = this.#selected === null ? undefined : this.#view.scene.nodes.get(this.#selected);
    const split = this.#selected !== null && this.#split.tasks.has(this.#selected);
    const atMs = this.#facts === null ? 0 : shownMs(this.#facts.run);
    this.#inspector.show(node ?? null, this.#tasks, atMs, split);
  }

  async #askTasks(): Promise<void> {
    const box = this.#selected;
    if (box === null || !/^[sp]\d/.test(box)) return;
    const tasks = await this.#host.ask<"tasks">({ kind: "tasks", box, limit: TASKS_SHOWN });
    if (box !== this.#selected) return;
    this.#tasks = tasks;
    this.#inspect();
  }

  async #setSplit(id: string, split: boolean): Promise<void> {
    if (this.#view.scene.nodes.get(id)?.shape !== "site") return;
    await this.#split.set(id, split);
    this.#refresh();
  }

  async #hover(id: string | null): Promise<void> {
    const node = id === null ? undefined : this.#view.scene.nodes.get(id);
    const spot = id === null ? undefined : this.#layout.spots.get(id);
    if (id === null || node === undefined || spot === undefined) {
      this.#tooltip.hide();
      return;
    }
    const { x, y } = this.#view.camera.toView({ x: spot.x, y: spot.y + node.height / 2 });
    this.#tooltip.show(node, null, x, y + 6);
    if (!/^[sp]\d/.test(id)) return;
    const tasks = await this.#host.ask<"tasks">({ kind: "tasks", box: id, limit: 4 }).catch(() => null);
    if (this.#view.hovered === id) this.#tooltip.show(node, tasks, x, y + 6);
  }

  #open(id: string): void {
    const place = this.#view.scene.nodes.get(id)?.place;
    if (place != null) this.#host.wish({ kind: "open", place });
  }

  /** The box of a task that the host points at. */
  async #revealTask(task: number): Promise<void> {
    this.#revealing = null;
    const found = await this.#host.ask<"boxOf">({ kind: "boxOf", task });
    if (found?.box == null) return;
    this.#select(found.box);
    this.#view.reveal(found.box);
  }

  #build(): void {
    const { bar, stage, side } = this.#frame;
    bar.append(this.#search, ...this.#toolbar.elements);
    this.#frame.finishBar();
    this.#view.element.setAttribute("role", "img");
    stage.append(this.#view.element, this.#tooltip.element);
    this.#past.element.hidden = true;
    this.#frame.below(makeLegend(), this.#past.element);
    side.append(this.#list.element, this.#inspector.element);
    listenForKeys(graphKeys(this));
  }

  #toKeep(): Kept {
    return {
      run: this.#facts?.run.key ?? "",
      spots: [...this.#layout.spots].slice(0, SPOTS_KEPT),
      camera: this.#moved ? this.#view.camera.state : null,
      fold: this.#fold,
      topology: this.#topology,
      selected: this.#selected,
      sideOpen: this.#frame.sideOpen,
    };
  }
}

const NOTHING = "No program runs under Sluice. Run one, and its tasks and channels are drawn here.";
