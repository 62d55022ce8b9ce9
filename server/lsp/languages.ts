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
