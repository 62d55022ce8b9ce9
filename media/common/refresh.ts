/**
 * Brings a part of a page up to date and keeps each element that is still wanted. One that is replaced between the press and
 * the release of a mouse button loses the click, one with the focus loses that, and a screen reader its place.
 */

/** Names the element among its siblings, so that it stays the same one wherever it stands. */
const KEY = "data-key";

/** Shows these in `parent`, in place of what it shows. They are not to be used otherwise: others may be shown for them. */
export function refresh(parent: Element, ...wanted: readonly (Node | string)[]): void {
  const focused = parent.contains(document.activeElement) ? keyOf(document.activeElement) : null;
  showIn(
    parent,
    wanted.map((child) => (typeof child === "string" ? document.createTextNode(child) : child)),
  );
  if (focused === null || keyOf(document.activeElement) === focused) return;
  parent.querySelector<HTMLElement>(`[${KEY}="${CSS.escape(focused)}"]`)?.focus();
}

function showIn(parent: Element, wanted: readonly Node[]): void {
  const shown = [...parent.childNodes];
  const left = new Set<Node>(shown);
  const kept = wanted.map((child) => {
    const same = shown.find((node) => left.has(node) && isSame(node, child));
    if (same === undefined) return child;
    left.delete(same);
    update(same, child);
    return same;
  });
  for (const node of left) node.parentNode?.removeChild(node);
  kept.forEach((node, at) => {
    // To move it would take the focus from it.
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
  });
}

function isSame(a: Node, b: Node): boolean {
  return a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
}

function keyOf(node: Node | null): string | null {
  return node instanceof Element ? node.getAttribute(KEY) : null;
}

function update(shown: Node, wanted: Node): void {
  if (!(shown instanceof HTMLElement) || !(wanted instanceof HTMLElement)) {
    if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...shown.attributes]) if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of [...wanted.attributes]) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  shown.onclick = wanted.onclick;
  showIn(shown, [...wanted.childNodes]);
}
