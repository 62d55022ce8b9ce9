/**
 * Builds what is shipped: `dist/extension/` (what the VSIX holds) and `dist/npm/` (the package `sluice`).
 * `--watch` is deliberately absent: a full build takes about a second.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const extensionDir = join(root, "dist/extension");
const npmDir = join(root, "dist/npm");
/** Where a diagnostic's code leads, and where that page leads. */
const PAGES = ["rules.md", "lint.md"];

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
  // Licences are collected whole: see writeNotices.
  legalComments: "none",
  metafile: true,
  define: { SLUICE_VERSION: JSON.stringify(manifest.version) },
};

/** CommonJS bundles have no `import.meta`; where the sources ask for their folder they get the bundle's. */
const bundleFolder = { ...common.define, "import.meta.dirname": "__dirname" };

/**
 * Bundles that both products hold: each is one CommonJS file, because VS Code and `--require` load those.
 * @param {string} outdir
 */
function programBundles(outdir) {
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    ...common,
    define: bundleFolder,
    format: "cjs",
    outdir,
    outExtension: { ".js": ".cjs" },
  };
  const entryPoints = { sluice: "server/cli/main.ts", dap: "server/dap/main.ts" };
  return Promise.all([
    build({ ...options, entryPoints, plugins: [parserBeside] }),
    // Without white space it starts in less time; its calls stay as they are, since debuggers stop in one of them.
    build({ ...options, minifyWhitespace: true, entryPoints: { register: "tracer/recorder/register.ts" } }),
    build({ ...options, ...SMALL, entryPoints: { lsp: "server/lsp/main.ts" }, plugins: [parserBeside] }),
    build({ ...options, ...SMALL, entryPoints: { typescript: "typescript" } }),
  ]);
}

/** Without its white space TypeScript's parser is a third smaller. */
const SMALL = { minifyWhitespace: true, minifySyntax: true };

/**
 * TypeScript's parser is one bundle for the language server and the command, and loaded when it is first needed.
 * @type {import("esbuild").Plugin}
 */
const parserBeside = {
  name: "parser beside",
  setup(bundle) {
    bundle.onResolve({ filter: /^typescript$/ }, () => ({ path: "./typescript.cjs", external: true }));
  },
};

/**
 * The pages, for webviews and for the browser: scripts that know neither VS Code nor Node.
 * @param {string} folder
 */
function pageBundles(folder) {
  const outdir = join(folder, "pages");
  return build({
    ...common,
    platform: "browser",
    target: "es2022",
    format: "iife",
    minify: true,
    entryPoints: {
      graph: "media/graph/main.ts",
      timeline: "media/timeline/main.ts",
      page: "media/common/page.css",
      standalone: "media/common/standalone.css",
    },
    outdir,
  });
}

async function buildExtension() {
  const results = await Promise.all([
    build({
      ...common,
      format: "cjs",
      external: ["vscode"],
      entryPoints: { extension: "client/extension.ts" },
      outdir: extensionDir,
      outExtension: { ".js": ".cjs" },
    }),
    programBundles(extensionDir),
    build({
      ...common,
      define: bundleFolder,
      format: "cjs",
      // It loads the preload beside it, or nothing.
      entryPoints: { "in-debug-terminal": "tracer/recorder/in-debug-terminal.ts" },
      outdir: extensionDir,
      outExtension: { ".js": ".cjs" },
    }),
    // For the example of the walkthrough.
    build({
      ...common,
      format: "esm",
      entryPoints: { library: "tracer/runtime/index.ts" },
      outdir: extensionDir,
      outExtension: { ".js": ".mjs" },
    }),
    pageBundles(extensionDir),
    writeSnippets(),
  ]);
  writeNotices(results.flat(), extensionDir);
  copyPages(extensionDir);
}

/** The patterns as a snippet file: made by the server's own code, which runs here for that. */
async function writeSnippets() {
  const result = await build({
    ...common,
    format: "esm",
    entryPoints: ["server/lsp/static-snippets.ts"],
    write: false,
  });
  const code = Buffer.from(result.outputFiles[0]?.contents ?? "").toString("base64");
  const { staticSnippets } = await import(`data:text/javascript;base64,${code}`);
  writeFileSync(
    join(extensionDir, "patterns.code-snippets"),
    `${JSON.stringify(staticSnippets(), null, 2)}\n`,
  );
  return result;
}

async function buildNpmPackage() {
  const library = { ...common, entryPoints: { index: "tracer/runtime/index.ts" } };
  const results = await Promise.all([
    build({ ...library, format: "esm", outdir: npmDir, outExtension: { ".js": ".mjs" } }),
    build({ ...library, format: "cjs", outdir: npmDir, outExtension: { ".js": ".cjs" } }),
    programBundles(npmDir),
    pageBundles(npmDir),
    build({
      ...common,
      entryPoints: { test: "server/gate/index.ts" },
      define: bundleFolder,
      format: "cjs",
      outdir: npmDir,
      outExtension: { ".js": ".cjs" },
    }),
  ]);
  writeNotices(results.flat(), npmDir);
  // One copy of the gate, whoever loads it: what it knows of the process is its alone.
  writeFileSync(
    join(npmDir, "test.mjs"),
    'import gate from "./test.cjs";\nexport const { checking, expectNoLeaks, LeakError } = gate;\n',
  );
  chmodSync(join(npmDir, "sluice.cjs"), 0o755);
  // Not imported: for that Node would first look through the whole of it for what it exports.
  writeFileSync(
    join(npmDir, "register.mjs"),
    'import { createRequire } from "node:module";\ncreateRequire(import.meta.url)("./register.cjs");\n',
  );
  writeFileSync(join(npmDir, "package.json"), `${JSON.stringify(npmManifest(), null, 2)}\n`);
  copyDeclarations();
  copyPages(npmDir);
  for (const paper of ["LICENSE", "README.md"]) cpSync(join(root, paper), join(npmDir, paper));
}

/** @param {string} folder */
function copyPages(folder) {
  for (const page of PAGES) cpSync(join(root, "docs", page), join(folder, page));
}

/**
 * The licences of the packages that went into the bundles.
 * @param {readonly import("esbuild").BuildResult[]} results
 * @param {string} folder
 */
function writeNotices(results, folder) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const packages = inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const notices = [...new Set(packages)].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
    const texts = readdirSync(join(root, path)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    return [
      `${name} ${version} (${license})`,
      ...texts.map((file) => readFileSync(join(root, path, file), "utf8")),
    ];
  });
  const text = notices.map((notice) => notice.join("\n\n")).join(`\n\n${"-".repeat(80)}\n\n`);
  writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), text);
}

function npmManifest() {
  const { version, license } = manifest;
  return {
    name: "sluice",
    version,
    license,
    description:
      "Go's concurrency pieces for TypeScript, and a tracer that sees every async task of a program",
    engines: { node: manifest.engines.node },
    type: "module",
    sideEffects: ["./register.mjs", "./register.cjs"],
    bin: { sluice: "./sluice.cjs" },
    exports: {
      ".": {
        import: { types: "./types/index.d.mts", default: "./index.mjs" },
        require: { types: "./types/index.d.ts", default: "./index.cjs" },
      },
      "./test": {
        import: { types: "./types/test.d.mts", default: "./test.mjs" },
        require: { types: "./types/test.d.ts", default: "./test.cjs" },
      },
      "./register": { import: "./register.mjs", require: "./register.cjs" },
      "./package.json": "./package.json",
    },
  };
}

/** The declarations come from `tsc -b`, which the type check runs anyway. */
function copyDeclarations() {
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "tracer/runtime"], {
    cwd: root,
    stdio: "inherit",
  });
  const types = join(npmDir, "types");
  cpSync(join(root, ".cache/types/tracer/runtime"), types, {
    recursive: true,
    filter: (source) => !source.endsWith(".tsbuildinfo"),
  });
  // Declared as CommonJS, which both kinds of consumer may refer to; what is declared as ESM only ESM may.
  writeFileSync(join(types, "package.json"), '{ "type": "commonjs" }\n');
  writeFileSync(join(types, "index.d.mts"), 'export * from "./index.js";\n');
  for (const extension of ["ts", "mts"]) {
    cpSync(join(root, "server/gate/public.d.ts"), join(types, `test.d.${extension}`));
  }
}

/** Lets the test programs and the demo `import ... from "sluice"` as a user would. */
function linkPackage() {
  const link = join(root, "node_modules/sluice");
  rmSync(link, { recursive: true, force: true });
  symlinkSync(npmDir, link, "junction");
}

for (const folder of [extensionDir, npmDir]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
await Promise.all([buildExtension(), buildNpmPackage()]);
linkPackage();
