/** What the page keeps for when it is shown again: VS Code throws hidden pages away. */
import type { CameraState } from "./camera.js";
import type { Spot } from "./layout.js";
import type { Fold } from "./scene.js";

export interface Kept {
  readonly run: string;
  readonly spots: readonly (readonly [string, Spot])[];
  /** Null while the whole graph is shown. */
  readonly camera: CameraState | null;
  readonly fold: Fold;
  readonly topology: boolean;
  readonly selected: string | null;
  readonly sideOpen: boolean;
}

/** What cannot be read, such as that of another version, is as if nothing had been kept. */
export function parseKept(value: unknown): Kept {
  const kept = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof Kept, unknown>
  >;
  const { run, spots, camera, fold, topology, selected, sideOpen } = kept;
  return {
    run: typeof run === "string" ? run : "",
    spots: Array.isArray(spots) ? spots.filter(isPlaced) : [],
    camera: isCamera(camera) ? camera : null,
    fold: fold === "files" || fold === "packages" ? fold : "sites",
    topology: topology === true,
    selected: typeof selected === "string" ? selected : null,
    sideOpen: sideOpen !== false,
  };
}

function isPlaced(value: unknown): value is [string, Spot] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const spot = value[1] as Partial<Spot> | null;
  return Number.isFinite(spot?.x) && Number.isFinite(spot?.y);
}

function isCamera(value: unknown): value is CameraState {
  const camera = value as Partial<CameraState> | null | undefined;
  return Number.isFinite(camera?.x) && Number.isFinite(camera?.y) && (camera?.zoom ?? 0) > 0;
}
