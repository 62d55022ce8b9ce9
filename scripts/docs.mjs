/** `npm run docs`: writes the pages that are made from the code. Needs tsx, because the rules are TypeScript. */
import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { fileURLToPath } from "node:url";
import { rulesPage } from "./lib/rules-page.mjs";

const { rules } = await import(new URL("../server/lsp/rules/index.ts", import.meta.url).href);
const path = fileURLToPath(new URL("../docs/rules.md", import.meta.url));
writeFileSync(path, await format(rulesPage(rules), { ...(await resolveConfig(path)), filepath: path }));
