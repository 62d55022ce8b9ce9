/** Who may import what: the arrows of ARCHITECTURE.md, held by reading every import. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../..");

interface Room {
  /** Folders of the repository that its files may import from, besides itself. */
  readonly rooms: readonly string[];
  /** The same, but types alone. */
  readonly types?: readonly string[];
  /** Packages by name; "node:" stands for all of Node's own. */
  readonly packages: readonly string[];
}

const ROOMS: Readonly<Record<string, Room>> = {
  "tracer/wire": { rooms: [], packages: [] },
  "tracer/runtime": { rooms: [], packages: ["node:"] },
  "tracer/adapters": { rooms: [], types: ["tracer/runtime"], packages: ["node:"] },
  "tracer/recorder": {
    rooms: ["tracer/wire", "tracer/adapters"],
    types: ["tracer/runtime"],
    packages: ["node:"],
  },
  "server/codes": { rooms: [], packages: [] },
  "server/model": { rooms: ["tracer/wire"], packages: [] },
  "server/detect": { rooms: ["server/model", "server/codes"], packages: [] },
  "server/session": {
    rooms: ["server/model", "server/codes", "tracer/wire"],
    packages: ["node:", "@jridgewell/trace-mapping"],
  },
  "server/dump": { rooms: ["server/model", "server/session", "tracer/wire"], packages: ["node:"] },
  "server/flow": { rooms: ["server/model", "server/detect", "media/wire", "tracer/wire"], packages: [] },
  "server/cli": {
    rooms: [
      ...["server/model", "server/detect", "server/session", "server/dump", "server/flow", "server/codes"],
      ...["server/lsp", "media/wire"],
    ],
    packages: ["node:", "sarif"],
  },
  "server/dap": {
    rooms: [
      ...["server/model", "server/detect", "server/session", "server/dump", "server/flow", "server/codes"],
      ...["media/wire", "tracer/wire"],
    ],
    packages: ["node:", "@vscode/debugadapter", "@vscode/debugprotocol"],
  },
  "server/gate": { rooms: ["server/model", "server/session", "tracer/wire"], packages: ["node:"] },
  "server/lsp": {
    rooms: ["server/codes"],
    packages: [
      "node:",
      "typescript",
      "vscode-languageserver",
      "vscode-languageserver-protocol",
      "vscode-languageserver-textdocument",
    ],
  },
  "media/wire": { rooms: ["tracer/wire"], packages: [] },
  media: { rooms: ["tracer/wire"], packages: [] },
  client: {
    rooms: ["media/wire", "tracer/wire"],
    types: ["server/dap", "server/flow", "server/lsp", "server/model", "server/detect"],
    packages: [
      "node:",
      "vscode",
      "diff",
      "vscode-languageclient",
      "vscode-languageserver-protocol",
      "@vscode/debugprotocol",
    ],
  },
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => importsOfFile(join(root, folder, name)));
}

function importsOfFile(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const imports: Import[] = [];
  const note = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier)) imports.push({ file, target: specifier.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeOnly(node));
    else if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function isAllowed({ file, target, typeOnly }: Import, folder: string, room: Room): boolean {
  if (target.startsWith(".")) {
    const path = relative(root, resolve(dirname(file), target)).replaceAll("\\", "/");
    const allowed = [folder, ...room.rooms, ...(typeOnly ? (room.types ?? []) : [])];
    return allowed.some((one) => path.startsWith(`${one}/`));
  }
  return room.packages.some((one) => target === one || target.startsWith(one === "node:" ? one : `${one}/`));
}

describe("rooms", () => {
  for (const [folder, room] of Object.entries(ROOMS)) {
    it(`${folder} imports only what it may`, () => {
      const imports = importsOf(folder);
      const wrong = imports.filter((one) => !isAllowed(one, folder, room));
      assert.deepEqual(
        wrong.map(({ file, target }) => `${relative(root, file)} imports ${target}`),
        [],
      );
    });
  }

  it("every source folder is a room", () => {
    const folders = ["tracer", "server"].flatMap((top) =>
      readdirSync(join(root, top), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${top}/${entry.name}`),
    );
    assert.deepEqual(
      folders.filter((folder) => !(folder in ROOMS)),
      [],
    );
  });

  it("TypeScript's parser is known to one file alone", () => {
    const users = importsOf("server").filter(({ target, typeOnly }) => target === "typescript" && !typeOnly);
    assert.deepEqual([...new Set(users.map(({ file }) => relative(root, file)))], ["server/lsp/parser.ts"]);
  });
});
