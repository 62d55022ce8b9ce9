/** Which name of the library a call or a word is, with what is known of it. */
import { kindOf, libraryName } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { exportDocs } from "./exports.js";
import { methodDocs } from "./methods.js";
import type { NameDoc } from "./name-doc.js";

export interface Named {
  /** `chan`, or `channel.send` with the kind of its object. */
  readonly name: string;
  readonly doc: NameDoc;
  /** Of a method: what it is called on. */
  readonly object?: ts.Expression;
}

export function namedBy(syntax: Syntax, expression: ts.Expression): Named | undefined {
  const name = libraryName(syntax, expression);
  const doc = name === undefined ? undefined : known(exportDocs, name);
  if (name !== undefined && doc) return { name, doc };
  if (!syntax.ts.isPropertyAccessExpression(expression)) return undefined;
  const object = expression.expression;
  const method = `${kindOf(syntax, object) ?? ""}.${expression.name.text}`;
  const methodDoc = known(methodDocs, method);
  return methodDoc && { name: method, doc: methodDoc, object };
}

/** A name such as `constructor` is in every object. */
function known(docs: Readonly<Record<string, NameDoc>>, name: string): NameDoc | undefined {
  return Object.hasOwn(docs, name) ? docs[name] : undefined;
}
