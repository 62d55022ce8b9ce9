/** The line above the graph: what is the matter. */
import { count } from "../common/words.js";
import type { GraphFacts } from "../wire/facts.js";
import { channelCycles } from "./cycles.js";

/** Empty when nothing is. */
export function noticeOf(facts: GraphFacts, topology: boolean): string {
  const { dropped } = facts.run;
  if (dropped > 0) return `${count(dropped)} records were lost: boxes may be missing.`;
  const [finding] = facts.findings;
  if (finding !== undefined) return `✕ ${finding}`;
  return topology ? ringsInWords(facts) : "";
}

function ringsInWords({ sites, primitives, edges }: GraphFacts): string {
  const names = new Map([...sites, ...primitives].map(({ id, name }) => [id, name]));
  const [first, ...more] = channelCycles(edges);
  if (first === undefined) return "No ring: the channels lead from left to right only.";
  const ring = [...first, first[0] ?? ""].map((id) => names.get(id) ?? id).join(" → ");
  const others = more.length > 0 ? ` There are ${more.length} more.` : "";
  return `⚠ Channels in a ring: ${ring}. When all of them are full, everyone waits for the next.${others}`;
}
