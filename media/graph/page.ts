/** The page: facts in, picture and list out, and what the user does in between. */
import type { GraphFacts, Place, TaskFacts, TasksFacts } from "../wire/facts.js";
import { button, choice, Frame } from "../common/frame.js";
import { make, toggle } from "../common/dom.js";
import type { Host } from "../common/host.js";
import { makeLegend } from "../common/legend.js";
import { Listing } from "../common/listing.js";
import { PastSlider } from "../common/past.js";
import { Pull } from "../common/pull.js";
import { CanvasView } from "./canvas-view.js";
import { channelCycles } from "./cycles.js";
import { saveGraph } from "./export.js";
import { Inspector } from "./inspector.js";
import { parseKept, type Kept } from "./kept.js";
import { Layout } from "./layout.js";
import { sceneOf, SPLIT_AT_MOST, type Fold } from "./scene.js";
import { listItems, summaryOf } from "./spoken.js";
import { Tooltip } from "./tooltip.js";
import { NO_TRENDS, TrendWindow, type Trends } from "./trends.js";

/** While a program has only begun, each look shows more of it: until then boxes may still be moved. */
const SETTLING_MS = 1500;

const TASKS_SHOWN = 25;

const FOLDS: Readonly<Record<Fold, string>> = { sites: "By line", files: "By file", packages: "By package" };

export class GraphPage {
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
  readonly #search = make("input", { type: "search", placeholder: "Search", "aria-label": "Search boxes" });
  readonly #topologyToggle: HTMLButtonElement;
  readonly #split = new Map<string, readonly TaskFacts[]>();
  #facts: GraphFacts | null = null;
  #trends: Trends = NO_TRENDS;
  #fold: Fold;
  #topology: boolean;
  #selected: string | null;
  #tasks: TasksFacts | null = null;
  #firstSeenMs = 0;
  /** The user has looked closer: from now on nothing moves by itself. */
  #moved = false;
  #kept: Kept;
  #keepTimer = 0;
  #revealing: number | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#kept = parseKept(host.kept);
    this.#fold = this.#kept.fold;
    this.#topology = this.#kept.topology;
    this.#selected = this.#kept.selected;
    this.#frame = new Frame("Graph", () => this.#keepSoon());
    this.#frame.sideOpen = this.#kept.sideOpen;
    this.#view = new CanvasView({
      onHover: (id) => void this.#hover(id),
      onSelect: (id) => this.select(id),
      onOpen: (id) => this.#open(id),
      onMove: () => {
        this.#moved = true;
        this.#keepSoon();
      },
    });
    this.#list = new Listing("Boxes of the graph", {
      onSelect: (id) => {
        this.select(id);
        this.#view.reveal(id);
      },
      onOpen: (id) => this.#open(id),
      onExpand: (id, open) => void this.#setSplit(id, open),
    });
    this.#inspector = new Inspector({
      onOpen: (place) => this.#host.wish({ kind: "open", place }),
      onSplit: (id) => void this.#setSplit(id, !this.#split.has(id)),
    });
    this.#topologyToggle = toggle(
      {
        label: "Topology",
        title: "Show Topology: only channels and who uses them, with a warning of rings",
        press: () => this.#setTopology(!this.#topology),
      },
      this.#topology,
    );
    this.#pull = new Pull(() => this.#look());
    this.#past = new PastSlider(host, () => this.#window.forget());
    this.#build();
    host.onReveal = (task) => {
      this.#revealing = task;
    };
    document.addEventListener("visibilitychange", () => this.#keep());
  }

  start(): void {
    this.#pull.start();
  }

  select(id: string | null): void {
    this.#selected = id;
    this.#tasks = null;
    this.#view.selected = id;
    this.#view.redraw();
    this.#list.select(id);
    this.#inspect();
    void this.#askTasks();
    this.#keepSoon();
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
      await this.#askSplit();
      if (this.#revealing !== null) await this.#revealTask(this.#revealing);
    } catch {
      // The one who answers may just have ended; what is shown stays.
    }
    return false;
  }

  #begin(facts: GraphFacts): void {
    this.#split.clear();
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
    if (this.#facts !== null) this.select(null);
  }

  #refresh(): void {
    const facts = this.#facts;
    if (facts === null) return;
    const choices = { fold: this.#fold, topology: this.#topology, split: this.#split };
    const scene = sceneOf(facts, this.#trends, choices);
    const settling = !this.#moved && performance.now() - this.#firstSeenMs < SETTLING_MS;
    const more = [...scene.nodes.keys()].some((id) => !this.#layout.spots.has(id));
    if (more && settling) this.#layout.tidy(scene.nodes, scene.links);
    else this.#layout.add(scene.nodes, scene.links);
    this.#view.scene = scene;
    this.#view.spots = this.#layout.spots;
    this.#view.found = this.#found();
    this.#view.placed();
    if (!this.#moved && more) this.#view.fit();
    this.#frame.showRun(facts.run, this.#pull.paused);
    this.#past.show(facts.run);
    this.#frame.empty(scene.nodes.size === 0 ? NOTHING : "");
    this.#frame.notice(this.#noticeOf(facts));
    const { items, total } = listItems(scene, this.#layout.spots, this.#view.found);
    this.#list.update(items, total, this.#selected);
    this.#view.selected = this.#selected;
    this.#inspect();
    const summary = summaryOf(scene);
    this.#view.element.setAttribute("aria-label", `Graph. ${summary} The list beside it says the same.`);
    this.#frame.announcer.say(summary);
    if (more) this.#keepSoon();
  }

  #noticeOf(facts: GraphFacts): string {
    if (facts.run.dropped > 0) return `${facts.run.dropped} records were lost: boxes may be missing.`;
    const [finding] = facts.findings;
    if (finding !== undefined) return `✕ ${finding}`;
    if (!this.#topology) return "";
    const names = new Map([...facts.sites, ...facts.primitives].map(({ id, name }) => [id, name]));
    const cycles = channelCycles(facts.edges);
    if (cycles.length === 0) return "No ring: the channels lead from left to right only.";
    const [first = []] = cycles;
    const ring = [...first, first[0] ?? ""].map((id) => names.get(id) ?? id).join(" → ");
    const more = cycles.length > 1 ? ` There are ${cycles.length - 1} more.` : "";
    return `⚠ Channels in a ring: ${ring}. When all of them are full, everyone waits for the next.${more}`;
  }

  #found(): ReadonlySet<string> | null {
    const words = this.#search.value.trim().toLowerCase();
    if (words === "") return null;
    const found = new Set<string>();
    for (const [id, { label, detail, place }] of this.#view.scene.nodes) {
      if (`${label} ${detail} ${place?.file ?? ""}`.toLowerCase().includes(words)) found.add(id);
    }
    return found;
  }

  #inspect(): void {
    const node = this.#selected === null ? undefined : this.#view.scene.nodes.get(this.#selected);
    const split = this.#selected !== null && this.#split.has(this.#selected);
    this.#inspector.show(node ?? null, this.#tasks, this.#facts?.run.nowMs ?? 0, split);
  }

  async #askTasks(): Promise<void> {
    const box = this.#selected;
    if (box === null || !/^[sp]\d/.test(box)) return;
    const tasks = await this.#host.ask<"tasks">({ kind: "tasks", box, limit: TASKS_SHOWN });
    if (box !== this.#selected) return;
    this.#tasks = tasks;
    this.#inspect();
  }

  async #askSplit(): Promise<void> {
    for (const box of this.#split.keys()) {
      const tasks = await this.#host.ask<"tasks">({ kind: "tasks", box, limit: SPLIT_AT_MOST });
      if (tasks !== null && this.#split.has(box)) this.#split.set(box, tasks.tasks);
    }
  }

  async #setSplit(id: string, open: boolean): Promise<void> {
    if (this.#view.scene.nodes.get(id)?.shape !== "site") return;
    if (open) {
      const tasks = await this.#host.ask<"tasks">({ kind: "tasks", box: id, limit: SPLIT_AT_MOST });
      if (tasks !== null) this.#split.set(id, tasks.tasks);
    } else this.#split.delete(id);
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
    const place: Place | null | undefined = this.#view.scene.nodes.get(id)?.place;
    if (place != null) this.#host.wish({ kind: "open", place });
  }

  /** The box of a task that the host points at. */
  async #revealTask(task: number): Promise<void> {
    this.#revealing = null;
    const found = await this.#host.ask<"boxOf">({ kind: "boxOf", task });
    if (found?.box == null) return;
    this.select(found.box);
    this.#view.reveal(found.box);
  }

  #setTopology(topology: boolean): void {
    this.#topology = topology;
    this.#topologyToggle.setAttribute("aria-pressed", `${topology}`);
    this.#refresh();
    this.#keepSoon();
  }

  #tidy(): void {
    this.#layout.tidy(this.#view.scene.nodes, this.#view.scene.links);
    this.#view.spots = this.#layout.spots;
    this.#view.placed();
    this.#view.fit();
    this.#keepSoon();
  }

  #zoom(factor: number): void {
    const { camera } = this.#view;
    this.#moved = true;
    camera.zoomAt(camera.width / 2, camera.height / 2, factor);
    this.#view.redraw();
    this.#keepSoon();
  }

  #build(): void {
    const { bar, stage, side } = this.#frame;
    const fold = choice("Boxes", FOLDS, this.#fold, (value) => {
      this.#fold = value;
      this.#split.clear();
      this.#layout.clear();
      this.#refresh();
      this.#view.fit();
      this.#keepSoon();
    });
    const pause = toggle(
      {
        label: "Pause",
        title: "Stop following the program, and go on",
        press: () => {
          this.#pull.paused = !this.#pull.paused;
          pause.setAttribute("aria-pressed", `${this.#pull.paused}`);
          if (this.#facts !== null) this.#frame.showRun(this.#facts.run, this.#pull.paused);
        },
      },
      false,
    );
    bar.append(
      this.#search,
      fold,
      this.#topologyToggle,
      pause,
      button({ label: "Tidy", title: "Lay out all boxes anew", press: () => this.#tidy() }),
      button({ label: "Fit", title: "Show the whole graph (0)", press: () => this.#view.fit() }),
      button(
        { label: "−", title: "Zoom out (-)", press: () => this.#zoom(1 / 1.3) },
        { "aria-label": "Zoom out" },
      ),
      button({ label: "+", title: "Zoom in (+)", press: () => this.#zoom(1.3) }, { "aria-label": "Zoom in" }),
      button({
        label: "SVG",
        title: "Save the graph as SVG",
        press: () => void saveGraph(this.#host, this.#view, "svg"),
      }),
      button({
        label: "PNG",
        title: "Save the graph as PNG",
        press: () => void saveGraph(this.#host, this.#view, "png"),
      }),
      button({
        label: "Timeline",
        title: "Show the timeline of this run",
        press: () => this.#host.wish({ kind: "show", page: "timeline" }),
      }),
    );
    this.#frame.finishBar();
    this.#view.element.setAttribute("role", "img");
    stage.append(this.#view.element, this.#tooltip.element);
    this.#past.element.hidden = true;
    this.#frame.below(makeLegend(), this.#past.element);
    side.append(this.#list.element, this.#inspector.element);
    this.#search.addEventListener("input", () => this.#refresh());
    this.#search.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") this.#list.focus();
    });
    addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "0") this.#view.fit();
    else if (event.key === "+" || event.key === "=") this.#zoom(1.3);
    else if (event.key === "-") this.#zoom(1 / 1.3);
    else if (event.key === "Escape") this.select(null);
    else if (event.key === "/") this.#search.focus();
    else return;
    event.preventDefault();
  }

  #keepSoon(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), 250);
  }

  #keep(): void {
    this.#kept = {
      run: this.#facts?.run.key ?? "",
      spots: [...this.#layout.spots].slice(0, 2000),
      camera: this.#moved ? this.#view.camera.state : null,
      fold: this.#fold,
      topology: this.#topology,
      selected: this.#selected,
      sideOpen: this.#frame.sideOpen,
    };
    this.#host.keep(this.#kept);
  }
}

const NOTHING = "No program runs under Sluice. Run one, and its tasks and channels are drawn here.";
