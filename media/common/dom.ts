/** Elements in few words. Text is always text: names come from the user's program. */

type Attributes = Readonly<Record<string, string | number | boolean>>;
type Child = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, `${value}`);
  }
  element.append(...children);
  return element;
}

export interface ButtonParts {
  readonly label: string;
  readonly title: string;
  readonly press: () => void;
}

export function button({ label, title, press }: ButtonParts, extra: Attributes = {}): HTMLButtonElement {
  const element = make("button", { type: "button", title, ...extra }, label);
  // As a property, which goes over to the element that is shown for this one.
  element.onclick = press;
  return element;
}

/** A button that stays pressed. */
export function toggle({ label, title, press }: ButtonParts, pressed: boolean): HTMLButtonElement {
  return button({ label, title, press }, { "aria-pressed": `${pressed}` });
}

/** One of several. */
export function choice<T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  chosen: T,
  choose: (value: T) => void,
): HTMLSelectElement {
  const select = make("select", { "aria-label": label, title: label });
  for (const [value, words] of Object.entries<string>(options)) {
    select.append(make("option", { value, ...(value === chosen ? { selected: true } : {}) }, words));
  }
  select.addEventListener("change", () => choose(select.value as T));
  return select;
}

/** Sets text only where it changed, so that a screen reader's place in it survives. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
