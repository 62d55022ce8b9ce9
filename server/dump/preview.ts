/** Values as short previews: bounded in every direction, and silent about what is named like a secret. */
import type { RemoteValue } from "./heap-objects.js";

const STRING_LENGTH = 80;
const PROPERTIES = 5;
const LENGTH = 160;

const SECRET =
  /pass(word|wd|phrase|code)|^pass$|secret|token|authori[sz]ation|cookie|api[-_]?key|private[-_]?key|credential|session[-_]?id|^jwt$|bearer/i;

export const MASKED = "[masked]";

/** Names of what nobody wants to find in a log. */
export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

interface Property {
  readonly name: string;
  readonly value?: RemoteValue;
}

/** @param read the properties of an object; only asked for plain objects and arrays, which run no code by it */
export async function preview(
  name: string,
  value: RemoteValue,
  read: (objectId: string) => Promise<readonly Property[]>,
): Promise<string> {
  if (isSecret(name)) return MASKED;
  if (value.type !== "object" || value.objectId === undefined) return shortValue(value);
  const array = value.subtype === "array";
  if (!array && value.className !== "Object") return shortened(value.description ?? "object");
  const all = (await read(value.objectId)).filter((one) => one.name !== "__proto__" && one.name !== "length");
  const shown = all.slice(0, PROPERTIES).map((one) => propertyText(one, array));
  if (all.length > shown.length) shown.push(`… ${all.length - shown.length} more`);
  return shortened(array ? `[${shown.join(", ")}]` : shown.length === 0 ? "{}" : `{ ${shown.join(", ")} }`);
}

function propertyText({ name, value }: Property, array: boolean): string {
  if (!array && isSecret(name)) return `${name}: ${MASKED}`;
  const text = value === undefined ? "(getter)" : shortValue(value);
  return array ? text : `${name}: ${text}`;
}

function shortValue({
  type,
  subtype,
  value,
  unserializableValue,
  description,
  className,
}: RemoteValue): string {
  if (type === "undefined") return "undefined";
  if (subtype === "null") return "null";
  if (type === "string") return quoted(String(value));
  if (type === "function") return functionText(description ?? "");
  if (type === "object")
    return className === "Object" ? "{…}" : shortened(description ?? className ?? "object");
  const simple = typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
  return unserializableValue ?? simple ?? description ?? type;
}

/** The source of a function is no preview. */
function functionText(source: string): string {
  const name = /^(?:async\s+)?(?:function\s*\*?\s*|class\s+)([\w$]+)/.exec(source)?.[1];
  return name === undefined ? "ƒ" : `ƒ ${name}`;
}

function quoted(text: string): string {
  const short = text.length > STRING_LENGTH ? `${text.slice(0, STRING_LENGTH)}…` : text;
  return JSON.stringify(short);
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line;
}
