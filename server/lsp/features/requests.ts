/** Answers a connection's requests about names of the library, with the functions of this folder. */
import type {
  CallHierarchyItem,
  Connection,
  Position,
  ServerCapabilities,
  TextDocuments,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isLanguageId } from "../languages.js";
import type { SluiceRequests } from "../protocol.js";
import { parse, type Syntax } from "../parser.js";
import { asyncFunctionsIn } from "./async-functions.js";
import { prepareCallHierarchy, startedBy, starts } from "./call-hierarchy.js";
import { highlightsAt } from "./highlights.js";
import { hoverAt } from "./hover.js";
import { inlayHints } from "./inlay-hints.js";
import { signatureHelpAt } from "./signature-help.js";

export interface FeatureOptions {
  /** Left out where the client has one of its own that ours would stand in the way of. */
  readonly callHierarchy: boolean;
}

export function featureCapabilities({ callHierarchy }: FeatureOptions): ServerCapabilities {
  return {
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: [")"] },
    documentHighlightProvider: true,
    inlayHintProvider: true,
    ...(callHierarchy && { callHierarchyProvider: true }),
  };
}

type Starts = SluiceRequests["sluice/starts"];
type AsyncFunctions = SluiceRequests["sluice/asyncFunctions"];

interface At {
  readonly syntax: Syntax;
  readonly document: TextDocument;
  readonly offset: number;
}

/** @param wantsInlayHints asked each time: it is a setting. */
export function answerFeatures(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  wantsInlayHints: () => Promise<boolean>,
): void {
  async function at<R>(
    { uri }: { readonly uri: string },
    position: Position,
    answer: (place: At) => R | undefined,
  ): Promise<R | null> {
    const document = documents.get(uri);
    if (!document || !isLanguageId(document.languageId)) return null;
    const syntax = await parse(document.getText(), document.languageId);
    return answer({ syntax, document, offset: document.offsetAt(position) }) ?? null;
  }
  const atItem = <R>(
    { uri, selectionRange }: CallHierarchyItem,
    answer: (place: At) => R,
  ): Promise<R | null> => at({ uri }, selectionRange.start, answer);

  connection.onHover(({ textDocument, position }) =>
    at(textDocument, position, ({ syntax, offset, document }) => hoverAt(syntax, offset, document)),
  );
  connection.onSignatureHelp(({ textDocument, position }) =>
    at(textDocument, position, ({ syntax, offset }) => signatureHelpAt(syntax, offset)),
  );
  connection.onDocumentHighlight(({ textDocument, position }) =>
    at(textDocument, position, ({ syntax, offset, document }) => highlightsAt(syntax, offset, document)),
  );
  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    if (!(await wantsInlayHints())) return null;
    return at(textDocument, range.start, ({ syntax, offset, document }) =>
      inlayHints(syntax, offset, document.offsetAt(range.end), document),
    );
  });
  connection.languages.callHierarchy.onPrepare(({ textDocument, position }) =>
    at(textDocument, position, ({ syntax, offset, document }) =>
      prepareCallHierarchy(syntax, offset, document),
    ),
  );
  connection.onRequest("sluice/starts", ({ textDocument, position }: Starts["params"]) =>
    at(textDocument, position, ({ syntax, offset, document }): Starts["result"] => {
      const [item] = prepareCallHierarchy(syntax, offset, document);
      if (!item) return null;
      const callers = startedBy(syntax, document.offsetAt(item.selectionRange.start), document);
      const startedAt = callers.flatMap(({ fromRanges }) =>
        fromRanges.map((range) => ({ uri: document.uri, range })),
      );
      return { name: item.name, startedAt };
    }),
  );
  connection.onRequest("sluice/asyncFunctions", ({ textDocument }: AsyncFunctions["params"]) =>
    at(textDocument, { line: 0, character: 0 }, ({ syntax, document }): AsyncFunctions["result"] =>
      asyncFunctionsIn(syntax, document),
    ),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }) =>
    atItem(item, ({ syntax, offset, document }) => startedBy(syntax, offset, document)),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) =>
    atItem(item, ({ syntax, offset, document }) => starts(syntax, offset, document)),
  );
}
