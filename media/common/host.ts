/** Who serves the page: VS Code by messages, or `sluice view` by requests to the address that the page came from. */
import type { Answers } from "../wire/messages.js";
import { parseBody, parseToPage, type FromPage, type Question, type Wish } from "../wire/messages.js";

export interface Host {
  readonly kind: "vscode" | "browser";
  ask<K extends Question["kind"]>(question: Extract<Question, { kind: K }>): Promise<Answers[K] | null>;
  wish(wish: Wish): void;
  /** What the page keeps for the time when it is shown again. */
  readonly kept: unknown;
  keep(state: unknown): void;
  /** The host points at the box of a task. */
  onReveal: (task: number) => void;
}

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: (() => VsCodeApi) | undefined;

export function connectHost(): Host {
  return typeof acquireVsCodeApi === "function" ? new VsCodeHost(acquireVsCodeApi()) : new BrowserHost();
}

interface Pending {
  readonly resolve: (body: Answers[keyof Answers] | null) => void;
  readonly reject: (error: Error) => void;
}

class VsCodeHost implements Host {
  readonly kind = "vscode";
  onReveal: (task: number) => void = () => undefined;
  readonly #api: VsCodeApi;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(api: VsCodeApi) {
    this.#api = api;
    addEventListener("message", (event: MessageEvent<unknown>) => this.#receive(event.data));
  }

  ask<K extends Question["kind"]>(question: Extract<Question, { kind: K }>): Promise<Answers[K] | null> {
    const id = ++this.#lastId;
    return new Promise<Answers[keyof Answers] | null>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#api.postMessage({ id, ask: question });
    }) as Promise<Answers[K] | null>;
  }

  wish(wish: Wish): void {
    this.#api.postMessage({ id: ++this.#lastId, ask: wish });
  }

  get kept(): unknown {
    return this.#api.getState();
  }

  keep(state: unknown): void {
    this.#api.setState(state);
  }

  #receive(data: unknown): void {
    const message = parseToPage(data);
    if (message.kind === "reveal") {
      this.onReveal(message.task);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "answer") pending?.resolve(message.body);
    else pending?.reject(new Error(message.why));
  }
}

const KEPT_UNDER = "sluice";

class BrowserHost implements Host {
  readonly kind = "browser";
  onReveal: (task: number) => void = () => undefined;

  async ask<K extends Question["kind"]>(
    question: Extract<Question, { kind: K }>,
  ): Promise<Answers[K] | null> {
    const response = await fetch(`ask${location.search}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(question),
    });
    if (!response.ok) throw new Error(await response.text());
    return parseBody(await response.json()) as Answers[K] | null;
  }

  wish(wish: Wish): void {
    switch (wish.kind) {
      case "open": {
        const { file, line, column } = wish.place;
        location.href = `vscode://file${encodeURI(file.startsWith("/") ? file : `/${file}`)}:${line}:${column}`;
        return;
      }
      case "save": {
        const link = document.createElement("a");
        link.download = wish.name;
        const type = wish.name.endsWith(".svg") ? "image/svg+xml" : "image/png";
        link.href = `data:${type};base64,${wish.base64}`;
        link.click();
        return;
      }
      case "show":
        location.href = `${wish.page}${location.search}`;
    }
  }

  get kept(): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT_UNDER + location.pathname) ?? "null") as unknown;
    } catch {
      return null;
    }
  }

  keep(state: unknown): void {
    sessionStorage.setItem(KEPT_UNDER + location.pathname, JSON.stringify(state));
  }
}
