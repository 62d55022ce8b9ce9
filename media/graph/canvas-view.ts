/** The graph on its canvas: drawn when something changed, moved by pointer and wheel. */
import { onThemeChange, readTheme, type Theme } from "../common/theme.js";
import { Camera } from "./camera.js";
import { draw } from "./draw.js";
import { ROW_HEIGHT } from "./lanes.js";
import { LANE_WIDTH, type Spot } from "./layout.js";
import { CanvasPen, SvgPen } from "./pen.js";
import { EMPTY_SCENE, type Scene } from "./scene.js";

export interface CanvasEvents {
  onHover(id: string | null): void;
  onSelect(id: string | null): void;
  onOpen(id: string): void;
  /** The user has moved the picture. */
  onMove(): void;
}

/** A press that moves less is a click. */
const CLICK_PX = 4;

const EXPORT_MARGIN = 40;

export class CanvasView {
  readonly element = document.createElement("canvas");
  readonly camera = new Camera();
  scene: Scene = EMPTY_SCENE;
  spots: ReadonlyMap<string, Spot> = new Map();
  selected: string | null = null;
  hovered: string | null = null;
  found: ReadonlySet<string> | null = null;

  readonly #context: CanvasRenderingContext2D;
  readonly #events: CanvasEvents;
  #theme: Theme;
  #pen: CanvasPen;
  #asked = 0;
  #grid = new Map<string, string[]>();
  #gridOf: ReadonlyMap<string, Spot> | null = null;

  constructor(events: CanvasEvents) {
    const context = this.element.getContext("2d", { alpha: false });
    if (context === null) throw new Error("this browser has no canvas");
    this.#context = context;
    this.#events = events;
    this.#theme = readTheme();
    this.#pen = new CanvasPen(context, this.#theme);
    onThemeChange(() => {
      this.#theme = readTheme();
      this.#pen = new CanvasPen(context, this.#theme);
      this.redraw();
    });
    new ResizeObserver(() => this.#resize()).observe(this.element);
    this.#listen();
  }

  redraw(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  fit(): void {
    const box = this.#bounds();
    if (box === null) return;
    this.camera.fit(box.left, box.top, box.right, box.bottom);
    this.redraw();
  }

  /** Brings a box into sight, if it is not. */
  reveal(id: string): void {
    const spot = this.spots.get(id);
    if (spot === undefined) return;
    const { x, y } = this.camera.toView(spot);
    const { width, height } = this.camera;
    if (x < 60 || y < 60 || x > width - 60 || y > height - 60)
      Object.assign(this.camera, { x: spot.x, y: spot.y });
    this.redraw();
  }

  svg(): string {
    const box = this.#bounds() ?? { left: 0, top: 0, right: 100, bottom: 100 };
    const pen = new SvgPen(this.#theme, this.#pen);
    draw(pen, this.scene, this.spots, { ...this.#look(), ...box, zoom: 1, hovered: null, selected: null });
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    return pen.document(box.left, box.top, width, height);
  }

  /** The whole graph as a picture, twice as fine as on screen unless it is very large. */
  async png(): Promise<string> {
    const box = this.#bounds() ?? { left: 0, top: 0, right: 100, bottom: 100 };
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const scale = Math.min(2, 8000 / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no canvas");
    context.fillStyle = this.#theme.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale, 0, 0, scale, -box.left * scale, -box.top * scale);
    const pen = new CanvasPen(context, this.#theme);
    pen.begin();
    draw(pen, this.scene, this.spots, { ...this.#look(), ...box, zoom: 1, hovered: null, selected: null });
    await Promise.resolve();
    return canvas.toDataURL("image/png").replace(/^.*,/, "");
  }

  #draw(): void {
    const context = this.#context;
    const { camera } = this;
    const ratio = devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.#theme.background;
    context.fillRect(0, 0, this.element.width, this.element.height);
    const scale = camera.zoom * ratio;
    const left = (camera.width / 2) * ratio - camera.x * scale;
    const top = (camera.height / 2) * ratio - camera.y * scale;
    context.setTransform(scale, 0, 0, scale, left, top);
    this.#pen.begin();
    draw(this.#pen, this.scene, this.spots, this.#look());
  }

  #look() {
    const { camera, selected, hovered, found } = this;
    const from = camera.toPicture(0, 0);
    const to = camera.toPicture(camera.width, camera.height);
    return {
      ...{ theme: this.#theme, zoom: camera.zoom, selected, hovered, found },
      ...{ left: from.x, top: from.y, right: to.x, bottom: to.y },
    };
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.element;
    this.camera.width = clientWidth;
    this.camera.height = clientHeight;
    this.element.width = Math.round(clientWidth * devicePixelRatio);
    this.element.height = Math.round(clientHeight * devicePixelRatio);
    this.#draw();
  }

  #bounds(): { left: number; top: number; right: number; bottom: number } | null {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const [id, node] of this.scene.nodes) {
      const spot = this.spots.get(id);
      if (spot === undefined) continue;
      box.left = Math.min(box.left, spot.x - node.width / 2);
      box.right = Math.max(box.right, spot.x + node.width / 2);
      box.top = Math.min(box.top, spot.y - node.height / 2 - 22);
      box.bottom = Math.max(box.bottom, spot.y + node.height / 2);
    }
    if (box.left === Infinity) return null;
    const { left, top, right, bottom } = box;
    const m = EXPORT_MARGIN;
    return { left: left - m, top: top - m, right: right + m, bottom: bottom + m };
  }

  #listen(): void {
    const canvas = this.element;
    let press: { x: number; y: number; moved: boolean } | null = null;
    canvas.addEventListener("pointerdown", (event) => {
      press = { x: event.offsetX, y: event.offsetY, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (press === null) {
        this.#hover(event.offsetX, event.offsetY);
        return;
      }
      const [dx, dy] = [event.offsetX - press.x, event.offsetY - press.y];
      if (!press.moved && Math.hypot(dx, dy) < CLICK_PX) return;
      press = { x: event.offsetX, y: event.offsetY, moved: true };
      this.camera.panBy(dx, dy);
      this.#events.onMove();
      this.redraw();
    });
    canvas.addEventListener("pointerup", (event) => {
      if (press?.moved === false) this.#events.onSelect(this.#at(event.offsetX, event.offsetY));
      press = null;
    });
    canvas.addEventListener("pointerleave", () => this.#hoverOver(null));
    canvas.addEventListener("dblclick", (event) => {
      const id = this.#at(event.offsetX, event.offsetY);
      if (id !== null) this.#events.onOpen(id);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        if (event.shiftKey) this.camera.panBy(-event.deltaY - event.deltaX, 0);
        else this.camera.zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY * 0.0015));
        this.#events.onMove();
        this.redraw();
      },
      { passive: false },
    );
  }

  #hover(x: number, y: number): void {
    this.#hoverOver(this.#at(x, y));
  }

  #hoverOver(id: string | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.element.classList.toggle("over-box", id !== null);
    this.#events.onHover(id);
    this.redraw();
  }

  /** The box at a point of the view. */
  #at(viewX: number, viewY: number): string | null {
    if (this.#gridOf !== this.spots || this.#grid.size === 0) this.#index();
    const { x, y } = this.camera.toPicture(viewX, viewY);
    const [column, row] = [Math.round(x / LANE_WIDTH), Math.round(y / ROW_HEIGHT)];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        for (const id of this.#grid.get(`${i} ${j}`) ?? []) {
          const [node, spot] = [this.scene.nodes.get(id), this.spots.get(id)];
          if (node === undefined || spot === undefined) continue;
          if (Math.abs(spot.x - x) <= node.width / 2 && Math.abs(spot.y - y) <= node.height / 2) return id;
        }
      }
    }
    return null;
  }

  #index(): void {
    this.#grid = new Map();
    this.#gridOf = this.spots;
    for (const [id, { x, y }] of this.spots) {
      const key = `${Math.round(x / LANE_WIDTH)} ${Math.round(y / ROW_HEIGHT)}`;
      const cell = this.#grid.get(key);
      if (cell === undefined) this.#grid.set(key, [id]);
      else cell.push(id);
    }
  }

  /** Boxes have come, or moved. */
  placed(): void {
    this.#grid = new Map();
    this.redraw();
  }
}
