/**
 * What a page and its host say to each other. The page asks, the host answers; of its own accord the host only points
 * at something. Each side checks what it gets: a page shows text of the user's program, and a host listens to a page.
 */
import type { BoxFacts, Cursor, GraphFacts, HistoryFacts, Place, TasksFacts } from "./facts.js";

/** What the adapter, or the server of `sluice view`, answers. */
export type Question =
  | { readonly kind: "graph" }
  | { readonly kind: "history"; readonly cursor: Cursor | null }
  | { readonly kind: "tasks"; readonly box: string; readonly limit: number }
  | { readonly kind: "boxOf"; readonly task: number }
  /** Look at the run as it stood then; null: as it is now. */
  | { readonly kind: "look"; readonly atMs: number | null };

/** What the host itself does. */
export type Wish =
  | { readonly kind: "open"; readonly place: Place }
  | { readonly kind: "save"; readonly name: string; readonly base64: string }
  | { readonly kind: "show"; readonly page: PageName };

export type PageName = "graph" | "timeline";

export interface Answers {
  readonly graph: GraphFacts;
  readonly history: HistoryFacts;
  readonly tasks: TasksFacts;
  readonly boxOf: BoxFacts;
  readonly look: null;
}

/** From the page. */
export interface FromPage {
  readonly id: number;
  readonly ask: Question | Wish;
}

/** To the page. */
export type ToPage =
  | { readonly kind: "answer"; readonly id: number; readonly body: Answers[keyof Answers] }
  | { readonly kind: "refusal"; readonly id: number; readonly why: string }
  /** Point at the box of this task. */
  | { readonly kind: "reveal"; readonly task: number };

const TASKS_AT_MOST = 1000;
const NAME_AT_MOST = 200;

/** @throws when it is none */
export function parseFromPage(value: unknown): FromPage {
  const { id, ask } = record(value);
  return { id: whole(id), ask: parseAsk(ask) };
}

/** @throws when it is none */
export function parseQuestion(value: unknown): Question {
  const ask = parseAsk(value);
  if (ask.kind === "open" || ask.kind === "save" || ask.kind === "show") {
    throw wrong(`"${ask.kind}" is no question`);
  }
  return ask;
}

function parseAsk(value: unknown): Question | Wish {
  const ask = record(value);
  switch (ask["kind"]) {
    case "graph":
      return { kind: "graph" };
    case "history":
      return { kind: "history", cursor: ask["cursor"] == null ? null : parseCursor(ask["cursor"]) };
    case "tasks":
      return {
        kind: "tasks",
        box: text(ask["box"], NAME_AT_MOST),
        limit: Math.min(TASKS_AT_MOST, whole(ask["limit"])),
      };
    case "boxOf":
      return { kind: "boxOf", task: whole(ask["task"]) };
    case "look":
      return { kind: "look", atMs: ask["atMs"] === null ? null : whole(ask["atMs"]) };
    case "open":
      return { kind: "open", place: parsePlace(ask["place"]) };
    case "save":
      return { kind: "save", name: fileName(ask["name"]), base64: text(ask["base64"], Infinity) };
    case "show":
      if (ask["page"] !== "graph" && ask["page"] !== "timeline") throw wrong("no such page");
      return { kind: "show", page: ask["page"] };
    default:
      throw wrong("an unknown question");
  }
}

/** @throws when it is none */
export function parseToPage(value: unknown): ToPage {
  const message = record(value);
  switch (message["kind"]) {
    case "answer":
      return { kind: "answer", id: whole(message["id"]), body: parseBody(message["body"]) };
    case "refusal":
      return { kind: "refusal", id: whole(message["id"]), why: text(message["why"], Infinity) };
    case "reveal":
      return { kind: "reveal", task: whole(message["task"]) };
    default:
      throw wrong("an unknown message");
  }
}

/** @throws when it is none */
export function parseBody(value: unknown): Answers[keyof Answers] {
  if (value === null || value === undefined) return null;
  const body = record(value);
  if ("changes" in body) {
    lists(body, "sites", "primitives");
    parseCursor(body["cursor"]);
    record(body["run"]);
    text(body["changes"], Infinity);
    text(body["tasks"], Infinity);
    text(body["handoffs"], Infinity);
    return body as unknown as HistoryFacts;
  }
  if ("edges" in body) {
    lists(body, "sites", "primitives", "edges", "findings");
    record(body["run"]);
    return body as unknown as GraphFacts;
  }
  if ("box" in body) return { box: body["box"] === null ? null : text(body["box"], NAME_AT_MOST) };
  lists(body, "tasks");
  whole(body["total"]);
  return body as unknown as TasksFacts;
}

function parseCursor(value: unknown): Cursor {
  const { run, changes, tasks, sites, primitives, handoffs } = record(value);
  return {
    run: text(run, NAME_AT_MOST),
    changes: whole(changes),
    tasks: whole(tasks),
    sites: whole(sites),
    primitives: whole(primitives),
    handoffs: whole(handoffs),
  };
}

function parsePlace(value: unknown): Place {
  const { file, line, column } = record(value);
  return { file: text(file, Infinity), line: whole(line), column: whole(column) };
}

/** The name alone: where it is saved is the user's choice. */
function fileName(value: unknown): string {
  const name = text(value, NAME_AT_MOST);
  if (!/^[\w .-]+\.(?:svg|png)$/.test(name)) throw wrong("no name of a picture");
  return name;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("no object");
  return value as Record<string, unknown>;
}

function lists(body: Readonly<Record<string, unknown>>, ...names: readonly string[]): void {
  for (const name of names) if (!Array.isArray(body[name])) throw wrong(`"${name}" is no list`);
}

function whole(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw wrong("no whole number");
}

function text(value: unknown, atMost: number): string {
  if (typeof value === "string" && value.length <= atMost) return value;
  throw wrong("no text");
}

function wrong(why: string): Error {
  return new Error(`a message that makes no sense: ${why}`);
}
