/** The views' own questions. They come from our own client, but over a protocol that anyone can speak. */
import { parseQuestion } from "../../media/wire/messages.js";
import { answerPage } from "../flow/answers.js";
import type { Run } from "./run.js";
import type { RowsArguments, SluiceRequests, ViewName } from "./protocol.js";
import { detailsOf } from "./rows/details.js";
import { rowsOf } from "./rows/rows.js";

type Body = SluiceRequests[keyof SluiceRequests]["body"];

const LIMIT_AT_MOST = 10_000;

/** @throws when there is no such request, or its arguments make no sense. */
export function answerCustom(run: Run | null | undefined, command: string, args: unknown): Body {
  const moment = run?.moment;
  const given = new Map<string, unknown>(Object.entries(args ?? {}));
  switch (command) {
    case "sluice/rows": {
      const request: RowsArguments = {
        view: viewOf(given.get("view")),
        parent: parentOf(given.get("parent")),
        offset: countOf(given.get("offset"), 0),
        limit: countOf(given.get("limit"), LIMIT_AT_MOST),
      };
      return moment === undefined ? { rows: [], total: 0 } : rowsOf(moment, request);
    }
    case "sluice/details": {
      const view = viewOf(given.get("view"));
      const id = parentOf(given.get("id"));
      return { details: moment === undefined || id === null ? null : detailsOf(moment, { view, id }) };
    }
    case "sluice/page": {
      const question = parseQuestion(args);
      return run == null ? null : answerPage(run.flow(), question);
    }
    default:
      throw new Error(`unknown request ${command}`);
  }
}

function viewOf(value: unknown): ViewName {
  if (value === "tasks" || value === "findings") return value;
  throw new Error('"view" must be "tasks" or "findings"');
}

function parentOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  throw new Error("a row is named by a string");
}

function countOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    return value;
  }
  throw new Error("offset and limit must be whole numbers");
}
