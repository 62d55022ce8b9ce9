/** Where a file's next import belongs, and in which module system it is written. */
import { isRequire } from "./imported-names.js";
import { isTyped } from "./languages.js";
import type { Syntax, ts } from "./parser.js";

export interface ImportPlace {
  readonly offset: number;
  /**
   * What stands before it: `import` and `directive` (a shebang too) end a line that the new one follows,
   * `comment` is a header that a blank line sets off, `nothing` is the very start of the file.
   */
  readonly after: "import" | "directive" | "comment" | "nothing";
}

/** @param typedAt the start of the statement that is being replaced: a comment above it does not belong to it. */
export function importPlace(syntax: Syntax, typedAt: number): ImportPlace {
  const { ts, tree } = syntax;
  const statements = [...tree.statements];
  const body = statements.findIndex((statement) => !isDirective(ts, statement));
  const rest = body === -1 ? [] : statements.slice(body);

  const firstImport = rest.findIndex((statement) => isImport(ts, statement));
  if (firstImport !== -1) {
    const afterRun = rest.findIndex((statement, at) => at > firstImport && !isImport(ts, statement));
    const lastImport = rest[(afterRun === -1 ? rest.length : afterRun) - 1];
    if (lastImport) return { offset: lineEnd(syntax, lastImport.end), after: "import" };
  }
  const lastDirective = body === -1 ? statements.at(-1) : statements[body - 1];
  if (lastDirective) return { offset: lineEnd(syntax, lastDirective.end), after: "directive" };
  return headerEnd(syntax, typedAt);
}

function isDirective(api: typeof ts, statement: ts.Statement): boolean {
  return api.isExpressionStatement(statement) && api.isStringLiteral(statement.expression);
}

function isImport(api: typeof ts, statement: ts.Statement): boolean {
  if (api.isImportDeclaration(statement) || api.isImportEqualsDeclaration(statement)) return true;
  if (!api.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(({ initializer }) => {
    let callee = initializer;
    // Down `require("x").y` and `require("x")(options)` to the call of `require` itself.
    while (callee && (api.isCallExpression(callee) || api.isPropertyAccessExpression(callee))) {
      callee = callee.expression;
    }
    return callee !== undefined && callee !== initializer && isRequire(api, callee);
  });
}

/** Comments that speak to tools or of the whole file, wherever the code below them begins. */
const HEADER_COMMENT =
  /^\/\/\/\s*<|^\/\/\s*@ts-|^\/\/\s*#|^\/[/*]\s*(eslint|global|jshint|prettier|biome|deno|c8|v8|istanbul)\b|^\/\*!|@(license|licence|copyright|fileoverview|file|module|packageDocumentation|jsx)/;

/**
 * After the shebang and the header's comments. As in TypeScript's own "add import", a comment that stands
 * directly above the first statement is that statement's and stays with it.
 */
function headerEnd({ ts, tree, text }: Syntax, typedAt: number): ImportPlace {
  const shebang = ts.getShebang(text);
  let place: ImportPlace =
    shebang === undefined ? { offset: 0, after: "nothing" } : { offset: shebang.length, after: "directive" };
  const first = tree.statements.find((statement) => statement.getStart(tree) !== typedAt);
  const codeStart = Math.min(first?.getStart(tree) ?? text.length, text.length);
  for (const { pos, end } of ts.getLeadingCommentRanges(text, shebang?.length ?? 0) ?? []) {
    const next = text.slice(end, codeStart);
    const adjacent = end <= codeStart && first !== undefined && /^[^\S\n]*\n?[^\S\n]*$/.test(next);
    if (adjacent && !HEADER_COMMENT.test(text.slice(pos, end))) break;
    place = { offset: end, after: "comment" };
  }
  return place;
}

/** The end of the line, if only a comment follows on it; otherwise the offset itself. */
function lineEnd({ text }: Syntax, offset: number): number {
  const rest = /^[^\S\r\n]*(\/\/[^\r\n]*|\/\*[^\r\n]*\*\/[^\S\r\n]*)?(?=\r?\n|$)/.exec(
    text.slice(offset, offset + 1_000),
  );
  return offset + (rest?.[0].length ?? 0);
}

/** TypeScript is always written with `import`; JavaScript as the file already is, and as modules when untold. */
export function usesRequire({ ts, tree, text, language }: Syntax, fileName = ""): boolean {
  if (isTyped(language) || /\.m[jt]s$/.test(fileName)) return false;
  if (/\.cjs$/.test(fileName)) return true;
  const isModule = tree.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
  return !isModule && /\brequire\s*\(\s*["'`]|\bmodule\.exports\b|\bexports\.\w+\s*=/.test(text);
}
