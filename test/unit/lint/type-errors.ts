/** What TypeScript says of texts that are on no disk, each as if it lay beside the rules. */
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../../..");

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  paths: { sluice: [join(root, "tracer/runtime/index.ts")] },
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** @returns the messages about each text, in the order of the texts */
export function typeErrors(texts: readonly string[]): string[][] {
  const host = ts.createCompilerHost(OPTIONS);
  const byName = new Map(
    texts.map((text, index) => [join(root, `server/lsp/rules/text-${index}.mts`), text]),
  );
  const onDisk = ts.createCompilerHost(OPTIONS);
  host.fileExists = (name) => byName.has(name) || onDisk.fileExists(name);
  host.readFile = (name) => byName.get(name) ?? onDisk.readFile(name);
  const program = ts.createProgram([...byName.keys()], OPTIONS, host);
  return [...byName.keys()].map((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  });
}
