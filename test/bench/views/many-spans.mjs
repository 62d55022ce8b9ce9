/** A history as a busy server of ten minutes would have it: lanes of many tasks, and waits of all lengths. */

const SITES = 120;
const TASKS_OF_SITE = 25;
const PIECE = 1 << 15;
const LENGTH_US = 600e6;

/** @param {number} count spans in all @returns {object[]} pieces of the history, as a host would tell them */
export function historyOfSpans(count) {
  const random = generator(7);
  const tasks = SITES * TASKS_OF_SITE;
  const each = Math.floor(count / tasks);
  const changes = [];
  for (let task = 1; task <= tasks; task++) {
    let time = random() * 1e6;
    for (let i = 0; i < each; i++) {
      const state = i % 2 === 0 ? 0 : 1 + Math.floor(random() * 18);
      changes.push({ task, state, time });
      time += -Math.log(1 - random()) * (LENGTH_US / each);
    }
  }
  changes.sort((a, b) => a.time - b.time);
  const pieces = [];
  for (let at = 0; at < changes.length; at += PIECE) {
    const piece = changes.slice(at, at + PIECE);
    const first = at === 0;
    pieces.push({
      run: {
        key: "bench",
        program: "bench.mjs",
        state: "ended",
        how: "ended",
        nowMs: LENGTH_US / 1000,
        dropped: 0,
      },
      anew: first,
      cursor: { run: "bench", changes: at + piece.length, tasks, sites: SITES, primitives: 0, handoffs: 0 },
      more: at + PIECE < changes.length,
      sites: first ? Array.from({ length: SITES }, (_, index) => siteOf(index)) : [],
      primitives: [],
      tasks: first ? taskRows(tasks) : "",
      changes: changeRows(piece),
      handoffs: "",
    });
  }
  return pieces;
}

function siteOf(index) {
  return {
    index,
    name: `handler${index}`,
    place: { file: "/app/server.ts", line: index + 1, column: 3 },
    unit: "",
  };
}

function taskRows(count) {
  const words = new Uint32Array(count * 3);
  for (let i = 0; i < count; i++) {
    words[i] = i + 1;
    words[count + i] = i % SITES;
    words[2 * count + i] = 0;
  }
  return Buffer.from(words.buffer).toString("base64");
}

function changeRows(piece) {
  const { length } = piece;
  const bytes = new Uint8Array(length * 17);
  new Float64Array(bytes.buffer, 0, length).set(piece.map(({ time }) => time));
  new Uint32Array(bytes.buffer, length * 8, length).set(piece.map(({ task }) => task));
  bytes.set(
    piece.map(({ state }) => state),
    length * 16,
  );
  return Buffer.from(bytes.buffer).toString("base64");
}

/** The same each time. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
