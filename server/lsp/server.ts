/** Ties a connection's requests to the functions that answer them; everything else here is free of the connection. */
import {
  ErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { complete, summarize, type ClientAbilities } from "./completion.js";
import { Diagnostics } from "./diagnostics.js";
import { toTextEdits } from "./edits.js";
import { expand } from "./expand.js";
import { clientSettings, type ClientSettings } from "./features/client-settings.js";
import { answerFeatures, featureCapabilities } from "./features/requests.js";
import { FIX_KINDS, fixActions } from "./fix-actions.js";
import { isLanguageId } from "./languages.js";
import { loadParser } from "./parser.js";
import { findPattern, patterns } from "./patterns/index.js";
import { REWRITE_KIND, rewritingsAt } from "./refactors/code-actions.js";
import type { SluiceRequests } from "./protocol.js";

type Params<M extends keyof SluiceRequests> = SluiceRequests[M]["params"];
type Result<M extends keyof SluiceRequests> = SluiceRequests[M]["result"];

export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const diagnostics = new Diagnostics(connection, documents);
  let client: ClientAbilities = { snippets: false };

  let settings: ClientSettings = clientSettings(undefined, {});

  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    diagnostics.initialize(capabilities, initializationOptions);
    settings = clientSettings(initializationOptions, capabilities);
    client = { snippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false };
    return {
      serverInfo: { name: "sluice" },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [".", "("] },
        codeActionProvider: { codeActionKinds: [...FIX_KINDS, REWRITE_KIND] },
        ...featureCapabilities(settings),
      },
    };
  });

  // Loaded now, in the pause after the greeting, so that the first completion does not wait for it.
  connection.onInitialized(() => {
    void loadParser();
    void diagnostics.start();
  });

  connection.onCompletion(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    return document ? complete(document, position, client) : [];
  });

  answerFeatures(connection, documents, () => settings.wantsInlayHints(connection));
  connection.onCodeAction(async (params) => {
    const document = documents.get(params.textDocument.uri);
    const rewritings = await rewritingsAt(document, params);
    if (document === undefined) return rewritings;
    const fixes = fixActions(document, await diagnostics.check(document, true), params);
    // A rule may offer as its fix what is possible at its place anyway.
    return [...fixes, ...rewritings.filter(({ title }) => !fixes.some((fix) => fix.title === title))];
  });

  connection.onRequest(
    "sluice/patterns",
    ({ languageId }: Params<"sluice/patterns">): Result<"sluice/patterns"> =>
      patterns.map((pattern) => summarize(pattern, languageId)),
  );
  connection.onRequest("sluice/expandPattern", (params: Params<"sluice/expandPattern">) =>
    expandPattern(documents, params),
  );

  documents.listen(connection);
  connection.listen();
}

async function expandPattern(
  documents: TextDocuments<TextDocument>,
  { name, textDocument, position }: Params<"sluice/expandPattern">,
): Promise<Result<"sluice/expandPattern">> {
  const pattern = findPattern(name);
  if (!pattern) throw new ResponseError(ErrorCodes.InvalidParams, `There is no pattern named "${name}".`);
  const document = documents.get(textDocument.uri);
  if (!document) throw new ResponseError(ErrorCodes.InvalidParams, `${textDocument.uri} is not open.`);
  const language = document.languageId;
  if (!isLanguageId(language)) {
    throw new ResponseError(
      ErrorCodes.InvalidParams,
      `Patterns are for JavaScript and TypeScript, not ${language}.`,
    );
  }
  const offset = document.offsetAt(position);
  const options = { language, start: offset, end: offset, fileName: document.uri };
  const { snippet, importEdits } = await expand(pattern, document.getText(), options);
  return { snippet, importEdits: toTextEdits(document, importEdits) };
}
