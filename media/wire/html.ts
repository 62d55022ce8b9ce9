/** The page as a document. All else is made by its script, so that the policy can be strict: no inline code, no network. */
import type { PageName } from "./messages.js";

export const PAGE_TITLES: Readonly<Record<PageName, string>> = { graph: "Graph", timeline: "Timeline" };

export interface PageParts {
  readonly page: PageName;
  readonly nonce: string;
  /** Addresses of the script and the style sheets. */
  readonly script: string;
  readonly styles: readonly string[];
  /** Whence style sheets may come. */
  readonly styleSource: string;
  /** Whither the page may speak by itself; "'none'" in VS Code, where messages need no network. */
  readonly connect: "'none'" | "'self'";
}

export function pageHtml({ page, nonce, script, styles, styleSource, connect }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${styleSource}`,
    "img-src data: blob:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const links = styles.map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`).join("\n");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice: ${PAGE_TITLES[page]}</title>
${links}
</head>
<body>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
