/** Does what a key stands for, wherever on the page the focus is, but for what one types into. */
export function listenForKeys(keys: Readonly<Record<string, () => void>>): void {
  addEventListener("keydown", (event) => {
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}
