/** Completions behind a dot that turn what stands before it into a pattern: `jobs.pool`. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toTextEdits } from "../edits.js";
import { escapeSnippet, type Site } from "../expand.js";
import { helperAddition, missingHelper } from "../helper-function.js";
import { planImports } from "../import-edit.js";
import { kindOf } from "../kinds.js";
import type { Kind } from "../library/kinds.js";
import type { Syntax, ts } from "../parser.js";
import { postfixes, type Postfix } from "../patterns/postfixes.js";
import { declarationOf, nodeAt, parentOf } from "../scopes.js";
import { plainText, renderBody } from "../template.js";
import { rangeOf } from "./positions.js";

interface Receiver {
  readonly text: string;
  readonly start: number;
  readonly kind: Kind | "unknown";
  readonly isStatement: boolean;
}

/**
 * @param word what has been typed behind the dot.
 * @returns Undefined where there is no dot behind anything.
 */
export function completePostfixes(
  document: TextDocument,
  site: Site,
  word: string,
  snippets: boolean,
): CompletionItem[] | undefined {
  const receiver = receiverAt(site);
  if (!receiver) return undefined;
  // Behind what we know nothing of there are members enough; one letter says that one of them may be meant.
  if (receiver.kind === "unknown" && word === "") return [];
  return postfixes
    .filter(({ on, form }) => on.includes(receiver.kind) && (form === "expression" || receiver.isStatement))
    .map((postfix) => toItem(document, site, receiver, postfix, snippets));
}

function receiverAt(site: Site): Receiver | undefined {
  const { syntax, start } = site;
  const { ts, tree, text } = syntax;
  const dot = text.slice(0, start).search(/\.\s*$/);
  if (dot === -1) return undefined;
  const access = accessAt(nodeAt(syntax, start), nodeAt(syntax, dot), ts, dot);
  if (!access) return undefined;
  const { expression } = access;
  const from = expression.getStart(tree);
  const receiver = text.slice(from, expression.end);
  // What an editor replaces must lie on one line.
  if (receiver.includes("\n") || text.slice(expression.end, start).includes("\n")) return undefined;
  if (ts.isNumericLiteral(expression) || expression.kind === ts.SyntaxKind.ThisKeyword) return undefined;
  const kind = kindOf(syntax, expression);
  if (kind === undefined && !isValue(syntax, expression)) return undefined;
  const holder = parentOf(access);
  return {
    text: receiver,
    start: from,
    kind: kind ?? "unknown",
    isStatement: holder !== undefined && ts.isExpressionStatement(holder) && holder.getStart(tree) === from,
  };
}

/** What a call gives, or something of the file's own: of modules and of what is everywhere one wants the members. */
function isValue(syntax: Syntax, expression: ts.Expression): boolean {
  const { ts } = syntax;
  let root = expression;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return true;
  const holder = declarationOf(syntax, root)?.parent;
  return (
    holder !== undefined &&
    (ts.isVariableDeclaration(holder) || ts.isParameter(holder) || ts.isBindingElement(holder))
  );
}

/** The access whose dot stands at `dot`; with nothing behind the dot its name may be a word of the next line. */
function accessAt(
  here: ts.Node,
  before: ts.Node,
  api: typeof ts,
  dot: number,
): ts.PropertyAccessExpression | undefined {
  for (const from of [here, before]) {
    for (let node: ts.Node | undefined = from; node; node = parentOf(node)) {
      if (api.isPropertyAccessExpression(node) && node.expression.end <= dot && dot < node.name.end) {
        return node.questionDotToken ? undefined : node;
      }
      if (api.isStatement(node)) break;
    }
  }
  return undefined;
}

function toItem(
  document: TextDocument,
  site: Site,
  receiver: Receiver,
  postfix: Postfix,
  snippets: boolean,
): CompletionItem {
  const { syntax, style, end } = site;
  const { name, title, awaited = false } = postfix;
  const helper = postfix.helper === undefined ? undefined : missingHelper(site, postfix.helper);
  const imports = [...postfix.imports, ...(helper?.imports ?? [])];
  const { localNames, changes } = planImports(imports, { ...site, start: receiver.start });
  const lead = awaited && receiver.isStatement ? "await " : "";
  const body =
    lead +
    renderBody(postfix, syntax.language, style, localNames).replaceAll("§", () =>
      escapeSnippet(receiver.text),
    );
  const added = helper ? [helperAddition(site, helper, localNames)] : [];
  // At the very end of the file the function stands behind what is inserted, where no second edit may be.
  const [appended] = added.filter((change) => change.start <= end);
  const snippet = body + (appended ? escapeSnippet(appended.newText) : "");
  const edits = [...changes, ...added.filter((change) => change !== appended)];
  const plain = plainText(body);
  return {
    label: name,
    labelDetails: { description: title },
    kind: CompletionItemKind.Snippet,
    detail: `${title} (Sluice)`,
    documentation: { kind: MarkupKind.Markdown, value: `\`\`\`typescript\n${plain}\n\`\`\`` },
    // Behind the members that there are, which TypeScript's server gives numbers.
    sortText: name,
    insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: {
      range: rangeOf(document, site.start, end),
      newText: snippets ? snippet : plainText(snippet),
    },
    // What has been typed is compared with what is replaced, so the receiver goes by an edit of its own.
    additionalTextEdits: toTextEdits(document, [
      { start: receiver.start, end: site.start, newText: "" },
      ...edits,
    ]),
  };
}
