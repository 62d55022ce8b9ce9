/** `skipFiles` as the JavaScript debugger has them: globs of files that are not the user's own; a "!" takes back. */
export type SkipFile = (file: string) => boolean;

export function skipFilesOf(globs: readonly string[]): SkipFile {
  const rules = globs.map((glob) => ({
    skip: !glob.startsWith("!"),
    pattern: patternOf(glob.replace(/^!/, "")),
  }));
  return (file) => {
    const path = file.replaceAll("\\", "/");
    return rules.reduce((skipped, rule) => (rule.pattern.test(path) ? rule.skip : skipped), false);
  };
}

/** `**` is any path, `*` and `?` stay within a name. */
function patternOf(glob: string): RegExp {
  const parts = glob.replaceAll("\\", "/").split(/(\*\*\/|\*\*|\*|\?)/);
  const source = parts.map((part) => WILDCARDS[part] ?? part.replace(/[.+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join("")}$`);
}

const WILDCARDS: Readonly<Partial<Record<string, string>>> = {
  "**/": "(?:.*/)?",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
};
