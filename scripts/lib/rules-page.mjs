/** `docs/rules.md`, made from the rules themselves. */

/**
 * @typedef {object} Rule
 * @property {string} code
 * @property {string} severity
 * @property {string} title
 * @property {string} why
 * @property {string} wrong
 * @property {string} right
 * @property {string} [eslint]
 * @property {string} [noFix]
 */

/**
 * @param {readonly Rule[]} rules
 * @returns {string}
 */
export function rulesPage(rules) {
  const table = [
    "| code | tells of | severity | in ESLint |",
    "| --- | --- | --- | --- |",
    ...rules.map(
      ({ code, title, severity, eslint }) =>
        `| [${code}](#${anchorOf(code)}) | ${title} | ${severity} | ${eslint === undefined ? "" : `\`${eslint}\``} |`,
    ),
  ];
  const chapters = rules.map(({ code, title, why, noFix, wrong, right }) =>
    [
      `## ${code}`,
      `**${title}.** ${why}${noFix === undefined ? "" : ` There is no fix: ${noFix}`}`,
      "Wrong:",
      `\`\`\`ts\n${wrong}\`\`\``,
      "Right:",
      `\`\`\`ts\n${right}\`\`\``,
    ].join("\n\n"),
  );
  return `${["# Rules", INTRODUCTION, table.join("\n"), ...chapters].join("\n\n")}\n`;
}

const INTRODUCTION = `What the language server and \`sluice lint\` tell before a program runs. A mistake that goes wrong whenever it runs is
an error, whatever the table says; \`sluice.lint.severity\` sets another severity, or \`off\`. A rule that ESLint has too is
silent where the project's configuration of ESLint names it. How to silence one place, and how often the rules are wrong:
[lint.md](lint.md). This page is made by \`npm run docs\`.`;

/** @param {string} code */
function anchorOf(code) {
  return code.replace("/", "");
}
