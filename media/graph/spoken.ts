/** The graph in words: for the list beside the canvas, and for who listens. */
import { LISTED_AT_MOST, type ListItem } from "../common/listing.js";
import { REASONS, REASON_WORDS } from "../wire/states.js";
import { count, rate } from "../common/words.js";
import type { Node, Scene } from "./scene.js";

/** What is in trouble first, then in the order of the picture. */
export function listItems(
  scene: Scene,
  lanes: ReadonlyMap<string, { x: number; y: number }>,
  found: ReadonlySet<string> | null,
): { readonly items: readonly ListItem[]; readonly total: number } {
  const order = (id: string): number => {
    const spot = lanes.get(id);
    return spot === undefined ? 0 : spot.x * 1e5 + spot.y;
  };
  const nodes = [...scene.nodes.values()].filter(({ id }) => found?.has(id) ?? true);
  nodes.sort((a, b) => urgency(b) - urgency(a) || order(a.id) - order(b.id));
  const items = nodes.slice(0, LISTED_AT_MOST).map((node): ListItem => {
    const mark = node.stuck > 0 ? "stuck" : node.slowest ? "slow" : "none";
    const label = node.count > 1 ? `${node.label} ×${count(node.count)}` : node.label;
    const depth = node.shape === "task" ? 1 : 0;
    return { id: node.id, label, detail: briefly(node), spoken: spokenOf(node, scene), mark, depth };
  });
  return { items, total: nodes.length };
}

function urgency({ stuck, slowest }: Node): number {
  return stuck > 0 ? 2 : slowest ? 1 : 0;
}

function briefly(node: Node): string {
  if (node.stuck > 0 && node.shape !== "channel" && node.shape !== "lock") return "waits for ever";
  if (node.slowest) return "slowest stage";
  if (node.shape === "channel") return node.rate > 0 ? `${node.detail} · ${rate(node.rate)}` : node.detail;
  if (node.over) return "over";
  return mostly(node) ?? node.detail;
}

function mostly({ shares }: Node): string | null {
  const most = Math.max(...shares, 0);
  if (most <= 0) return null;
  const reason = REASONS[shares.indexOf(most)];
  return reason === undefined ? null : REASON_WORDS[reason];
}

function spokenOf(node: Node, { links, nodes }: Scene): string {
  const kind = node.shape === "site" || node.shape === "group" ? "tasks" : node.shape;
  const parts = [kind];
  if (node.detail !== "") parts.push(node.detail);
  const lately = mostly(node);
  if (lately !== null) parts.push(`mostly ${lately}`);
  const to = links.filter((link) => link.from === node.id && !link.quiet && link.kind !== "start");
  if (to.length > 0)
    parts.push(
      `leads to ${namesOf(
        to.map((link) => link.to),
        nodes,
      )}`,
    );
  return parts.join(", ");
}

function namesOf(ids: readonly string[], nodes: Scene["nodes"]): string {
  const names = [...new Set(ids.map((id) => nodes.get(id)?.label ?? ""))];
  return names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
}

/** One sentence for the live region. */
export function summaryOf({ nodes }: Scene): string {
  const all = [...nodes.values()];
  const tasks = all.filter(({ shape }) => shape === "site" || shape === "group");
  const live = tasks.reduce((sum, node) => sum + node.count, 0);
  const slowest = all.find((node) => node.slowest);
  const stuck = tasks.reduce((sum, node) => sum + node.stuck, 0);
  const parts = [`${count(live)} live tasks in ${count(tasks.length)} boxes`];
  if (slowest !== undefined) parts.push(`${slowest.label} is the slowest stage`);
  if (stuck > 0) parts.push(`${count(stuck)} wait for ever`);
  return `${parts.join("; ")}.`;
}
