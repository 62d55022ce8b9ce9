/** Beside each use what its declaration says: a channel's capacity, a semaphore's permits, a context's time. */
import type { InlayHint } from "vscode-languageserver-protocol";
import { capacityOf, deadlineOf, permitsOf } from "../capacity.js";
import { kindOfName, usesLibrary } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { declarationOf, isReference, parentOf } from "../scopes.js";
import type { Positions } from "./positions.js";

/** Of the offsets from `start` to `end`. */
export function inlayHints(syntax: Syntax, start: number, end: number, document: Positions): InlayHint[] {
  const { ts } = syntax;
  if (!usesLibrary(syntax)) return [];
  const hints: InlayHint[] = [];
  const labels = new Map<ts.Identifier, Label | undefined>();
  const visit = (node: ts.Node): void => {
    if (node.end < start || node.pos > end) return;
    if (isReference(ts, node) && isUse(syntax, node)) {
      const label = labelOf(syntax, node, labels);
      if (label) hints.push({ position: document.positionAt(node.end), ...label });
    }
    ts.forEachChild(node, visit);
  };
  visit(syntax.tree);
  return hints;
}

type Label = Pick<InlayHint, "label" | "tooltip" | "paddingLeft">;

/** A method is called on it, or it is handed on: there its declaration is not in sight. */
function isUse({ ts }: Syntax, name: ts.Identifier): boolean {
  const parent = parentOf(name);
  if (!parent) return false;
  if (ts.isPropertyAccessExpression(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.arguments.includes(name);
  return ts.isForOfStatement(parent) && parent.expression === name;
}

function labelOf(
  syntax: Syntax,
  name: ts.Identifier,
  labels: Map<ts.Identifier, Label | undefined>,
): Label | undefined {
  const declaration = declarationOf(syntax, name);
  if (!declaration) return undefined;
  if (!labels.has(declaration)) labels.set(declaration, describe(syntax, declaration));
  return labels.get(declaration);
}

function describe(syntax: Syntax, declaration: ts.Identifier): Label | undefined {
  const kind = kindOfName(syntax, declaration);
  if (kind === "context") {
    const deadline = deadlineOf(syntax, declaration);
    return deadline === undefined
      ? undefined
      : { label: deadline, tooltip: "its deadline", paddingLeft: true };
  }
  if (kind !== "channel" && kind !== "Semaphore") return undefined;
  const size = kind === "channel" ? capacityOf(syntax, declaration) : permitsOf(syntax, declaration);
  if (size === undefined) return undefined;
  const unit = kind === "channel" ? `capacity ${size}` : `${size} permits`;
  return { label: `⟨${size}⟩`, tooltip: size === "0" && kind === "channel" ? "unbuffered" : unit };
}
