/** A graph as a large program would have it: stages beside each other, with channels between them. */

const STAGES = 10;

/** @param {number} count boxes in all */
export function graphOfBoxes(count) {
  const sites = [];
  const primitives = [];
  const edges = [];
  const lines = Math.ceil(count / (2 * STAGES));
  for (let i = 0; sites.length + primitives.length < count; i++) {
    const [line, stage] = [i % lines, Math.floor(i / lines)];
    const place = { file: `/app/src/line-${line}.ts`, line: 10 + stage, column: 3 };
    sites.push({
      ...{ id: `s${i}`, name: `stage${stage}`, place, unit: "", live: 1 + (i % 7), started: 10, stuck: 0 },
      now: [[2 + (i % 2), 1]],
      spentMs: [
        [0, 200 + (i % 500)],
        [2 + (i % 2), 900],
      ],
    });
    if (sites.length + primitives.length >= count) break;
    primitives.push({
      ...{
        id: `p${i}`,
        kind: "channel",
        name: `channel${stage}`,
        place,
        count: 1,
        closed: false,
        holders: 0,
      },
      ...{ length: i % 9, capacity: 8, sending: i % 2, receiving: 0, puts: i * 10, takes: i * 10 },
      ...{ sendingMs: i % 1000, receivingMs: 0, stuck: i % 400 === 0 },
    });
    const link = { waiting: i % 2, stuck: i % 400 === 0, ring: false };
    edges.push({ ...link, from: `s${i}`, to: `p${i}`, kind: "send" });
    if (stage > 0) edges.push({ ...link, from: `p${i - lines}`, to: `s${i}`, kind: "receive", waiting: 0 });
  }
  const run = { key: "bench", program: "bench.mjs", state: "ended", how: "ended", nowMs: 10_000, dropped: 0 };
  return { run, sites, primitives, edges, findings: [] };
}
