/** What is known of the names of a file. */
import type { ImportedName } from "../imported-names.js";
import type { ts } from "../parser.js";

export type BindingKind =
  "import" | "const" | "let" | "var" | "using" | "parameter" | "function" | "class" | "other";

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: Scope;
  readonly declaration: ts.Identifier;
  readonly references: Reference[];
  /** Other files may use it. */
  exported: boolean;
  /** What it is of another module; `*` for the whole of it. */
  readonly imported: ImportedName | undefined;
}

export interface Reference {
  readonly node: ts.Identifier;
  readonly scope: Scope;
  /** `x = 1` writes, `x += 1` and `x++` update, which is both. */
  readonly access: "read" | "write" | "update";
}

export interface Scope {
  readonly node: ts.Node;
  readonly parent: Scope | undefined;
  /** The scope of the function that it is in, or of the file. */
  readonly home: Scope;
  /** Made with the first name: most blocks have none. */
  names: Map<string, Binding> | undefined;
}

export interface Names {
  readonly file: Scope;
  readonly bindings: readonly Binding[];
  bindingOf(identifier: ts.Node): Binding | undefined;
}
