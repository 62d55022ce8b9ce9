/** The timeline on its canvas, and what the pointer does there. */
import { onThemeChange, readTheme } from "../common/theme.js";
import { AXIS, MAP, type Ground } from "./ground.js";
import { laneAt, type Lane } from "./lanes.js";
import { Painter, type Scene } from "./painter.js";
import type { TimeWindow } from "./raster.js";

export interface CanvasEvents {
  /** A click on a lane, at this time; null on its name. */
  onPick(lane: Lane, timeUs: number | null): void;
  onOpen(lane: Lane): void;
  /** Stretches chosen on the axis, or with Shift. */
  onRange(range: TimeWindow | null): void;
  onZoom(timeUs: number, factor: number): void;
  onPan(us: number, px: number): void;
  /** On the small map: what should be in the middle. */
  onJump(timeUs: number): void;
  onHover(lane: Lane | null, timeUs: number, x: number, y: number): void;
}

const CLICK_PX = 4;

type Drag =
  | { readonly kind: "pan" | "map"; x: number; y: number; moved: boolean }
  | { readonly kind: "range"; readonly startUs: number; x: number; y: number; moved: boolean };

export class TimelineCanvas {
  readonly element = document.createElement("canvas");
  readonly ground: Ground;
  readonly #painter: Painter;
  readonly #events: CanvasEvents;
  readonly #sceneOf: () => Scene;
  #asked = 0;

  constructor(sceneOf: () => Scene, events: CanvasEvents) {
    const context = this.element.getContext("2d", { alpha: false });
    if (context === null) throw new Error("this browser has no canvas");
    this.#sceneOf = sceneOf;
    this.#events = events;
    this.#painter = new Painter(context, readTheme());
    this.ground = this.#painter.ground;
    onThemeChange(() => {
      this.#painter.setTheme(readTheme());
      this.redraw();
    });
    new ResizeObserver(() => this.#resize()).observe(this.element);
    this.#listen();
  }

  redraw(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      if (!this.#painter.draw(this.#sceneOf())) this.redraw();
    });
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.element;
    const scale = devicePixelRatio;
    this.element.width = Math.round(clientWidth * scale);
    this.element.height = Math.round(clientHeight * scale);
    this.#painter.resize(clientWidth, clientHeight, scale);
    this.redraw();
  }

  #laneAt(y: number): Lane | undefined {
    const { lanes, view } = this.#sceneOf();
    if (y < AXIS || y > AXIS + this.ground.room) return undefined;
    return laneAt(lanes, y - AXIS + view.scroll);
  }

  #inMap(y: number): boolean {
    return y > this.ground.height - MAP;
  }

  #listen(): void {
    const canvas = this.element;
    let drag: Drag | null = null;
    canvas.addEventListener("pointerdown", (event) => {
      const { offsetX: x, offsetY: y } = event;
      canvas.setPointerCapture(event.pointerId);
      const { view } = this.#sceneOf();
      const onAxis = y < AXIS && x > this.ground.gutter;
      if (onAxis || (event.shiftKey && x > this.ground.gutter && !this.#inMap(y))) {
        drag = { kind: "range", startUs: this.ground.timeAt(x, view), x, y, moved: false };
      } else drag = { kind: this.#inMap(y) ? "map" : "pan", x, y, moved: false };
      if (drag.kind === "map") this.#jump(x);
    });
    canvas.addEventListener("pointermove", (event) => {
      const { offsetX: x, offsetY: y } = event;
      if (drag === null) {
        this.#hover(x, y);
        return;
      }
      const [dx, dy] = [x - drag.x, y - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < CLICK_PX) return;
      drag.moved = true;
      if (drag.kind === "map") this.#jump(x);
      else if (drag.kind === "range") {
        const { view } = this.#sceneOf();
        const at = this.ground.timeAt(x, view);
        this.#events.onRange({ fromUs: Math.min(drag.startUs, at), toUs: Math.max(drag.startUs, at) });
      } else {
        const perPx = this.#sceneOf().view.lengthUs / this.ground.timeWidth;
        this.#events.onPan(-dx * perPx, -dy);
        drag.x = x;
        drag.y = y;
      }
    });
    canvas.addEventListener("pointerup", ({ offsetX: x, offsetY: y }) => {
      if (drag?.moved === false) {
        const lane = this.#laneAt(y);
        if (drag.kind === "range") this.#events.onRange(null);
        else if (lane !== undefined) {
          this.#events.onPick(
            lane,
            x < this.ground.gutter ? null : this.ground.timeAt(x, this.#sceneOf().view),
          );
        }
      }
      drag = null;
    });
    canvas.addEventListener("dblclick", ({ offsetY }) => {
      const lane = this.#laneAt(offsetY);
      if (lane !== undefined) this.#events.onOpen(lane);
    });
    canvas.addEventListener("pointerleave", () => this.#events.onHover(null, 0, 0, 0));
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** The lanes scroll, as lists do; with Ctrl, over the axis, or where there is nothing to scroll, it zooms. */
  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const { view, lanes } = this.#sceneOf();
    const last = lanes.at(-1);
    const scrolls = last !== undefined && last.top + last.height > this.ground.room;
    const perPx = view.lengthUs / this.ground.timeWidth;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (event.shiftKey || sideways) {
      this.#events.onPan((event.deltaX + (event.shiftKey ? event.deltaY : 0)) * perPx, 0);
    } else if (event.ctrlKey || event.metaKey || event.altKey || event.offsetY < AXIS || !scrolls) {
      const window = this.#inMap(event.offsetY) ? this.#sceneOf().store.whole : view;
      this.#events.onZoom(
        this.ground.timeAt(Math.max(this.ground.gutter, event.offsetX), window),
        Math.exp(-event.deltaY * 0.002),
      );
    } else this.#events.onPan(0, event.deltaY);
  }

  #jump(x: number): void {
    this.#events.onJump(this.ground.timeAt(Math.max(this.ground.gutter, x), this.#sceneOf().store.whole));
  }

  #hover(x: number, y: number): void {
    const lane = this.#laneAt(y) ?? null;
    this.element.classList.toggle("over-box", lane !== null);
    this.#events.onHover(lane, this.ground.timeAt(x, this.#sceneOf().view), x, y);
  }
}
