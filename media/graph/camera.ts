/** Which part of the picture is seen, and how large. */
import type { Spot } from "./layout.js";

export interface CameraState {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const LEAST_ZOOM = 0.02;
const MOST_ZOOM = 3;
const MARGIN = 12;

export class Camera {
  /** The point of the picture that is in the middle of the view. */
  x = 0;
  y = 0;
  zoom = 1;
  width = 1;
  height = 1;

  get state(): CameraState {
    return { x: this.x, y: this.y, zoom: this.zoom };
  }

  restore({ x, y, zoom }: CameraState): void {
    Object.assign(this, { x, y, zoom });
  }

  toPicture(viewX: number, viewY: number): Spot {
    return {
      x: this.x + (viewX - this.width / 2) / this.zoom,
      y: this.y + (viewY - this.height / 2) / this.zoom,
    };
  }

  toView({ x, y }: Spot): Spot {
    return { x: (x - this.x) * this.zoom + this.width / 2, y: (y - this.y) * this.zoom + this.height / 2 };
  }

  panBy(dx: number, dy: number): void {
    this.x -= dx / this.zoom;
    this.y -= dy / this.zoom;
  }

  /** What is under the point stays there. */
  zoomAt(viewX: number, viewY: number, factor: number): void {
    const before = this.toPicture(viewX, viewY);
    this.zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.zoom * factor));
    const after = this.toPicture(viewX, viewY);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  /** All of it, but not larger than it is. */
  fit(left: number, top: number, right: number, bottom: number): void {
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
    const wide = (this.width - 2 * MARGIN) / Math.max(1, right - left);
    const high = (this.height - 2 * MARGIN) / Math.max(1, bottom - top);
    this.zoom = Math.min(1.15, Math.max(LEAST_ZOOM, Math.min(wide, high)));
  }
}
