/** Text and links in the Markdown of tooltips and hovers. */
import type { Site } from "../../server/dap/protocol.js";
import { Commands } from "../contributions.js";

/** As it stands, and breaking at its spaces: what MarkdownString.appendText makes of it never does. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~$&-]/g, "\\$&");
}

export function commandLink(label: string, command: string, argument: object, tooltip = ""): string {
  const target = `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[${plain(label)}](${target}${tooltip === "" ? "" : ` "${encodeURI(tooltip)}"`})`;
}

/** Opens the place; its tooltip is the whole path. */
export function siteLink(label: string, { file, line, column }: Site): string {
  return commandLink(label, Commands.openSite, { file, line, column }, file);
}
