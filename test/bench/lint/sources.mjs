/** Code to lint: the fixtures of the rules and our own modules as one long file, and the sources of packages that we test against. */
import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** So many lines: a third of mistakes and look-alikes of every rule, which no real file has so many of, and our own modules. */
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
  const mistakes = parts
    .map((part, i) => `\nexport async function part${i}() {\n${indented(part)}\n}\n`)
    .join("");
  const text = `import { ${[...imports.values()].join(", ")} } from "sluice";\n${mistakes}`.split("\n");
  for (const module of sourcesIn(join(root, "server"))) {
    if (text.length >= lines) break;
    text.push(...readFileSync(module, "utf8").split("\n"));
  }
  return `${text.slice(0, lines - 1).join("\n")}\n`;
}

function indented(text) {
  return text.trim().replace(/^/gm, "  ");
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
