/** Completions between the parentheses of `select(`: a case for each channel that can be named there. */
import { CompletionItemKind, InsertTextFormat, type CompletionItem } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toTextEdits } from "../edits.js";
import type { Site } from "../expand.js";
import { planImports } from "../import-edit.js";
import { kindOfName, libraryName } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { visibleFrom } from "../scopes.js";
import { plainText, renderBody } from "../template.js";
import { callAround } from "./call-around.js";
import { rangeOf } from "./positions.js";

interface SelectCase {
  readonly label: string;
  readonly title: string;
  readonly imports: readonly string[];
  readonly body: readonly string[];
}

export function completeCases(document: TextDocument, site: Site, snippets: boolean): CompletionItem[] {
  const { syntax, start, end, style } = site;
  const call = selectAt(syntax, start);
  if (!call) return [];
  const isLast = /^[ \t]*\)/.test(syntax.text.slice(end));
  const cases = [...casesInScope(syntax, call), ...ALWAYS];
  return cases.map(({ label, title, imports, body }, index): CompletionItem => {
    const { localNames, changes } = planImports(imports, site);
    const whole = renderBody({ body }, syntax.language, style, localNames);
    const snippet = isLast ? whole.replace(/,$/, "") : whole;
    return {
      label,
      labelDetails: { description: title },
      kind: CompletionItemKind.Snippet,
      detail: `${title} (Sluice)`,
      sortText: ` ${String(index).padStart(3, "0")}`,
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range: rangeOf(document, start, end), newText: snippets ? snippet : plainText(snippet) },
      additionalTextEdits: toTextEdits(document, changes),
    };
  });
}

const ALWAYS: readonly SelectCase[] = [
  {
    label: "after",
    title: "After this time",
    imports: ["after"],
    body: ["@after(${1|1000,100,5000,30000|}).onReceive(() => {", "\t$0", "}),"],
  },
  {
    label: "otherwise",
    title: "When nothing is ready",
    imports: ["otherwise"],
    body: ["@otherwise(() => {", "\t$0", "}),"],
  },
];

/** The `select` of which a new argument could begin at the offset. */
function selectAt(syntax: Syntax, offset: number): ts.Node | undefined {
  const around = callAround(syntax, offset);
  if (!around?.betweenArguments) return undefined;
  return libraryName(syntax, around.call.expression) === "select" ? around.call : undefined;
}

function casesInScope(syntax: Syntax, call: ts.Node): SelectCase[] {
  return [...visibleFrom(syntax, call)].flatMap(([name, declaration]) => {
    const kind = kindOfName(syntax, declaration);
    if (kind === "channel") return channelCases(name, directions(syntax, declaration));
    if (kind === "Ticker") return [receiveCase(`${name}.channel`, "Each tick", "()")];
    return kind === "context" ? [receiveCase(`${name}.done()`, "When the context ends", "()")] : [];
  });
}

function channelCases(
  name: string,
  { sends, receives }: { sends: boolean; receives: boolean },
): SelectCase[] {
  const send = {
    label: `${name}.onSend`,
    title: `Send to ${name}`,
    imports: [],
    body: [`${name}.onSend(\${1:value}),`],
  };
  return [
    ...(receives ? [receiveCase(name, `Receive from ${name}`, "(${1:value}, ${2:ok})")] : []),
    ...(sends ? [send] : []),
  ];
}

function receiveCase(channel: string, title: string, parameters: string): SelectCase {
  return {
    label: `${channel}.onReceive`,
    title,
    imports: [],
    body: [`${channel}.onReceive(${parameters} => {`, "\t$0", "}),"],
  };
}

/** As far as an annotation or the call that made it says. */
function directions(syntax: Syntax, declaration: ts.Identifier): { sends: boolean; receives: boolean } {
  const { ts, tree } = syntax;
  const { parent } = declaration;
  const holder = ts.isVariableDeclaration(parent) || ts.isParameter(parent) ? parent : undefined;
  const type = holder?.type?.getText(tree) ?? "";
  if (type.includes("SendChannel")) return { sends: true, receives: false };
  if (type.includes("ReceiveChannel")) return { sends: false, receives: true };
  if (type !== "") return { sends: true, receives: true };
  const made = holder?.initializer;
  const sends =
    made !== undefined && ts.isCallExpression(made) && libraryName(syntax, made.expression) === "chan";
  return { sends, receives: true };
}
