/** What a rule is: when it speaks, how it is explained, and what it can mend. */
import type { RuleCode } from "../../codes/codes.js";
import type { FileAnalysis } from "../analysis/file.js";
import type { TextChange } from "../import-edit.js";
import type { ts } from "../parser.js";

export type Severity = "error" | "warning" | "information" | "hint";

export interface Rule {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** For the table of rules: a few words. */
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly why: string;
  /** Code that it tells of, and the same done well. */
  readonly wrong: string;
  readonly right: string;
  /** ESLint's rule of the same mistake: where the project's configuration names that, this one is silent. */
  readonly eslint?: string;
  /** Why nothing is offered to mend it, where that is so. */
  readonly noFix?: string;
  /** It is about the library's primitives, and has nothing to say of a file that does not use it. */
  readonly needsLibrary: boolean;
  check(file: FileAnalysis, tell: (told: Told) => void): void;
}

export interface Told {
  readonly node: ts.Node;
  /** One sentence without a full stop. */
  readonly message: string;
  /** It goes wrong whenever it runs. */
  readonly certain?: boolean;
  readonly related?: { readonly node: ts.Node; readonly message: string };
  /** Thought out only where somebody asks for them. */
  readonly fixes?: () => readonly Fix[];
}

export interface Fix {
  readonly title: string;
  /** A quick fix does what was meant and nothing else; a refactoring wants to be looked at. */
  readonly kind: "quickfix" | "refactor";
  /** The one that "fix all" may take. */
  readonly preferred?: boolean;
  readonly changes: readonly TextChange[];
}
