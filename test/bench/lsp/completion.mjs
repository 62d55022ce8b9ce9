/** Completion at each key stroke of words that are typed in the middle of the file. */
import { median, round } from "../table.mjs";
import { LINES, Session } from "./session.mjs";

const GOAL = "completion under 30 ms p95";

/** What is typed, and the offer that must be there at the end: a server that answers nothing is no fast server. */
const typed = {
  "a prefix": { text: "\ngopool", offers: "gopool" },
  "behind a dot": { text: "\njobs.pool", offers: "pool" },
  "inside of select(": { text: "\nawait select(jobs", offers: "jobs.onReceive" },
  "a word of no pattern": { text: "\nconsole", offers: undefined },
};

/** @param {{ root: string, rounds: number, node: string }} options */
export async function completion({ root, rounds, node }) {
  const session = await Session.start({ root, node });
  try {
    const rows = {};
    for (const [name, { text, offers }] of Object.entries(typed)) {
      const times = [];
      // The first round warms up what a user's first word warms up.
      for (let round = 0; round <= rounds * 2; round++) {
        const some = await type(session, placeOf(session.text, round), text, offers);
        if (round > 0) times.push(...some);
      }
      rows[`${name}, ${LINES} lines`] = { ...figures(times), goal: GOAL };
    }
    return rows;
  } finally {
    await session.stop();
  }
}

function figures(times) {
  const of = (key) => {
    const sorted = times.map((one) => one[key]).sort((a, b) => a - b);
    return { p50: round(median(sorted)), p95: round(sorted[Math.floor(sorted.length * 0.95)]) };
  };
  return { wait: of("waitMs"), cpu: of("cpuMs"), samples: times.length };
}

/** The end of a function at the top level somewhere in the file, another one each round. */
function placeOf(text, turn) {
  const from = Math.floor(text.length * (0.2 + ((turn * 0.13) % 0.7)));
  return text.indexOf("\n}\n", from) + 2;
}

/** @returns How long each answer took, and the processor time that it took the server. */
async function type(session, place, text, offers) {
  const times = [];
  let items = [];
  for (let i = 0; i < text.length; i++) {
    await session.edit(place + i, place + i, text[i]);
    if (text[i] === "\n") continue;
    const cpuBeforeMs = await session.cpuMs();
    const startedMs = performance.now();
    const answer = await session.request("textDocument/completion", session.at(place + i + 1));
    const waitMs = performance.now() - startedMs;
    times.push({ waitMs, cpuMs: (await session.cpuMs()) - cpuBeforeMs });
    items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  }
  if (offers !== undefined && !items.some(({ label }) => label === offers)) {
    throw new Error(`${offers} was not offered behind ${JSON.stringify(text)}`);
  }
  await session.edit(place, place + text.length, "");
  // Seen by the server before the next word begins elsewhere, as it is where somebody moves there.
  await session.request("textDocument/hover", session.at(place));
  return times;
}
