/** How a file is written, measured from the file itself, so that what is inserted looks as if it had grown there. */
import type { Syntax, ts } from "./parser.js";

export interface Style {
  readonly quote: '"' | "'";
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly indent: string;
  readonly eol: "\n" | "\r\n";
}

/** Enough to be sure of a habit; a file of thousands of lines need not be walked to its end. */
const MAX_EVIDENCE = 200;

/** @param exceptAt a place whose statement is no evidence: it is still being typed. */
export function measureStyle(syntax: Syntax, exceptAt: number): Style {
  const { quoteLead, semicolonLead } = countHabits(syntax, exceptAt);
  return {
    quote: quoteLead < 0 ? "'" : '"',
    semicolons: semicolonLead >= 0,
    indent: measureIndent(syntax.text),
    eol: syntax.text.includes("\r\n") ? "\r\n" : "\n",
  };
}

/** Each lead is the occurrences of the usual form (double quotes, semicolons) less those of the other. */
function countHabits({ ts, tree, text }: Syntax, exceptAt: number) {
  let quoteLead = 0;
  let semicolonLead = 0;
  let evidence = 0;
  const visit = (node: ts.Node): void => {
    if (evidence >= MAX_EVIDENCE) return;
    // JSX attributes are double-quoted by convention, whatever the rest of the file does.
    if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent)) {
      quoteLead += text[node.getStart(tree)] === "'" ? -1 : 1;
      evidence++;
    } else if (
      endsWithOptionalSemicolon(ts, node) &&
      !(node.getStart(tree) <= exceptAt && exceptAt <= node.end)
    ) {
      semicolonLead += text[node.end - 1] === ";" ? 1 : -1;
      evidence++;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { quoteLead, semicolonLead };
}

function endsWithOptionalSemicolon(api: typeof ts, node: ts.Node): boolean {
  return (
    api.isVariableStatement(node) ||
    api.isExpressionStatement(node) ||
    api.isReturnStatement(node) ||
    api.isThrowStatement(node) ||
    api.isImportDeclaration(node) ||
    api.isTypeAliasDeclaration(node)
  );
}

/** A tab, or the commonest number of spaces by which one line is deeper than the line before it. */
function measureIndent(text: string): string {
  const steps = new Map<number, number>();
  let tabs = 0;
  let spaces = 0;
  let previous = 0;
  for (const line of text.split("\n", 5_000)) {
    const lead = /^[ \t]*(?=[^\s*])/.exec(line)?.[0]; // lines of a block comment begin with an asterisk
    if (lead === undefined) continue;
    if (lead.startsWith("\t")) tabs++;
    if (lead.startsWith(" ")) spaces++;
    const deeper = lead.length - previous;
    previous = lead.length;
    // One space is an alignment, more than eight a continuation line.
    if (lead.startsWith(" ") && deeper >= 2 && deeper <= 8) steps.set(deeper, (steps.get(deeper) ?? 0) + 1);
  }
  const [commonest] = [...steps].sort(([a, m], [b, n]) => n - m || a - b);
  // Nothing measured: a tab, which is what editors turn into their own setting when they insert a snippet.
  return tabs > spaces || commonest === undefined ? "\t" : " ".repeat(commonest[0]);
}
