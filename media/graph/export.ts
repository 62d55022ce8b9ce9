import type { Host } from "../common/host.js";
import type { CanvasView } from "./canvas-view.js";

/** Saves the whole graph, not only what is on screen. */
export async function saveGraph(host: Host, view: CanvasView, kind: "svg" | "png"): Promise<void> {
  const base64 = kind === "png" ? await view.png() : textToBase64(view.svg());
  host.wish({ kind: "save", name: `graph.${kind}`, base64 });
}

function textToBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
