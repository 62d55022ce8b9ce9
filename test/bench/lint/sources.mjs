/** Real code to lint: the fixtures of the rules as one long file, and the sources of packages that we test against. */
import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** So many lines of code that gives every rule something to think about. */
export function longText(root, lines) {
  const folder = join(root, "server/lsp/rules");
  const fixtures = readdirSync(folder).filter((name) => name.endsWith(".fixture.mts"));
  const imports = new Map();
  const parts = fixtures.map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, names] of text.matchAll(/^import \{([^}]*)\} from "sluice";$/gm)) {
      for (const one of names.split(",").map((word) => word.trim()))
        if (one) imports.set(one.replace("type ", ""), one);
    }
    return text
      .replace(/^import [^;]*;$/gm, "")
      .replace(/^export \{[^}]*\};$/gm, "")
      .replace(/^export /gm, "");
  });
  let text = `import { ${[...imports.values()].join(", ")} } from "sluice";\n`;
  let count = 1;
  for (let i = 0; count < lines; i++) {
    const part = `\nexport async function part${i}() {\n${parts[i % parts.length].trim().replace(/^/gm, "  ")}\n}\n`;
    text += part;
    count += part.split("\n").length - 1;
  }
  return text;
}

const PACKAGES = ["fastify", "effect", "async", "p-queue", "piscina", "tinypool", "fast-check", "undici"];

/** So many files, as they were published, in one folder. */
export function manyFiles(root, scratch, count) {
  const sources = PACKAGES.flatMap((name) => [...sourcesIn(join(root, "node_modules", name))]);
  return sources.slice(0, count).map((source, i) => {
    const path = join(scratch, `${i}${/\.[cm]?[jt]sx?$/.exec(source)[0]}`);
    copyFileSync(source, path);
    return { path, size: statSync(path).size };
  });
}

function* sourcesIn(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // a package that is not installed
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesIn(path);
    else if (/(?<!\.d|\.min)\.[cm]?[jt]sx?$/.test(entry.name)) yield path;
  }
}
