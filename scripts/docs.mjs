/** `npm run docs`: writes the pages that are made from the code. Needs tsx, because what they tell of is TypeScript. */
import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { fileURLToPath } from "node:url";
import { patternsPage } from "./lib/patterns-page.mjs";
import { rulesPage } from "./lib/rules-page.mjs";

const { rules } = await load("rules/index.ts");
const { patterns } = await load("patterns/index.ts");
const { postfixes } = await load("patterns/postfixes.ts");
const { summarize } = await load("completion.ts");

await write("rules.md", rulesPage(rules));
await write(
  "patterns.md",
  patternsPage(patterns, postfixes, (pattern) => summarize(pattern, "typescript").preview),
);

/** @param {string} name */
function load(name) {
  return import(new URL(`../server/lsp/${name}`, import.meta.url).href);
}

/**
 * @param {string} name
 * @param {string} text
 */
async function write(name, text) {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
