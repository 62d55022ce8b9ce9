/** The languages that the server answers for, by the id that editors give them. */
export type LanguageId = "javascript" | "javascriptreact" | "typescript" | "typescriptreact";

const known: ReadonlySet<string> = new Set<LanguageId>([
  "javascript",
  "javascriptreact",
  "typescript",
  "typescriptreact",
]);

export function isLanguageId(id: string): id is LanguageId {
  return known.has(id);
}

export function isTyped(language: LanguageId): boolean {
  return language === "typescript" || language === "typescriptreact";
}

/** By a file's name; nothing for what is neither. */
export function languageOfPath(path: string): LanguageId | undefined {
  const extension = /\.([cm]?[jt]sx?)$/.exec(path)?.[1];
  if (extension === undefined) return undefined;
  const base = extension.includes("t") ? "typescript" : "javascript";
  return extension.endsWith("x") ? `${base}react` : base;
}
