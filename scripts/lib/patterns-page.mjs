/** `docs/patterns.md`, made from the patterns themselves. */

/**
 * @typedef {object} Pattern
 * @property {string} prefix
 * @property {string} title
 * @property {string} whenToUse
 * @property {readonly string[]} picture
 */

/**
 * @param {readonly Pattern[]} patterns
 * @param {readonly { readonly name: string, readonly title: string, readonly on: readonly string[] }[]} postfixes
 * @param {(pattern: Pattern) => string} codeOf in TypeScript, with all defaults taken
 * @returns {string}
 */
export function patternsPage(patterns, postfixes, codeOf) {
  const table = [
    "| prefix | pattern | when to use it |",
    "| --- | --- | --- |",
    ...patterns.map(
      ({ prefix, title, whenToUse }) => `| [\`${prefix}\`](#${prefix}) | ${title} | ${whenToUse} |`,
    ),
  ];
  const behindDots = [
    "| behind a dot | gives | where it stands behind |",
    "| --- | --- | --- |",
    ...postfixes.map(
      ({ name, title, on }) =>
        `| \`.${name}\` | ${title} | ${on.map((kind) => (kind === "unknown" ? "what is not known" : `\`${kind}\``)).join(", ")} |`,
    ),
  ];
  const chapters = patterns.map((pattern) =>
    [
      `## ${pattern.prefix}`,
      `**${pattern.title}.** ${pattern.whenToUse}`,
      `\`\`\`text\n${pattern.picture.join("\n")}\n\`\`\``,
      `\`\`\`ts\n${codeOf(pattern)}\n\`\`\``,
    ].join("\n\n"),
  );
  const parts = [
    "# Patterns",
    INTRODUCTION,
    table.join("\n"),
    BEHIND_DOTS,
    behindDots.join("\n"),
    ...chapters,
  ];
  return `${parts.join("\n\n")}\n`;
}

const INTRODUCTION = `What the language server inserts, by its prefix where a statement can begin or by _Sluice: Insert Pattern..._ in VS
Code: with the imports that the file lacks, in its quotes, semicolons and indentation, without types in JavaScript, and
with choices where there is something to choose. What ends in \`plain\` needs no library. This page is made by
\`npm run docs\`.`;

const BEHIND_DOTS = `What stands before a dot can be turned into a pattern as well, where the file tells what it is: \`jobs.pool\`. A function
that this needs is added at the end of the file.`;
