import { make } from "./dom.js";

/** @param onLeave Enter, or the arrow that leads to what was found */
export function searchBox(label: string, onInput: () => void, onLeave: () => void): HTMLInputElement {
  const box = make("input", { type: "search", placeholder: "Search", "aria-label": label });
  box.addEventListener("input", onInput);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") onLeave();
  });
  return box;
}
