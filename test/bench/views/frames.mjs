/**
 * Frames of the graph with 5,000 boxes and of the timeline with a million spans, while they are panned and zoomed without
 * a pause, in a Chromium that renders in software. `script` is what the page itself takes for a frame, `frame` the time
 * from one to the next, which also has the painting, and whatever else the machine does, in it.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ensureChromium } from "../../../scripts/lib/chromium.mjs";
import { alignedRows, round } from "../table.mjs";
import { graphOfBoxes } from "./many-boxes.mjs";
import { historyOfSpans } from "./many-spans.mjs";

const BOXES = 5000;
const SPANS = 1_000_000;
const FRAMES = 300;
const ROUNDS = 3;

const pages = {
  "graph, 5,000 boxes": { page: "graph", facts: () => [graphOfBoxes(BOXES)] },
  "timeline, 1,000,000 spans": { page: "timeline", facts: () => historyOfSpans(SPANS) },
};

/** @param {{ root: string, rounds?: number }} options */
export async function frames({ root, rounds = ROUNDS }) {
  const browser = await chromium.launch({
    executablePath: await ensureChromium({ log: console.error }),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const rows = {};
    for (const [name, { page, facts }] of Object.entries(pages)) {
      const samples = [];
      for (let i = 0; i < rounds; i++) samples.push(await measure(browser, root, page, facts()));
      rows[name] = best(samples);
    }
    const result = { frames: FRAMES, rounds, unit: "ms", rows };
    return { result, table: table(result) };
  } finally {
    await browser.close();
  }
}

async function measure(browser, root, name, facts) {
  const server = await serve(root, name, facts);
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  try {
    await page.addInitScript(watchFrames);
    await page.goto(`http://127.0.0.1:${server.address().port}/${name}`);
    await page.getByRole("option").nth(5).waitFor();
    // All pieces are there when the page asks for no more.
    await page.waitForFunction((pieces) => window.answered >= pieces, facts.length);
    return await page.evaluate(move, FRAMES);
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

/** In the page: times what is done in each frame. */
function watchFrames() {
  const { requestAnimationFrame: original, fetch: ask } = window;
  window.scripts = [];
  window.answered = 0;
  window.requestAnimationFrame = (work) =>
    original.call(window, (time) => {
      const startedMs = performance.now();
      work(time);
      window.scripts.push(performance.now() - startedMs);
    });
  window.nextFrame = () => new Promise((done) => original.call(window, done));
  window.fetch = async (...args) => {
    const answer = await ask(...args);
    window.answered++;
    return answer;
  };
}

/** In the page: zooms in and out, and pans, a step each frame. */
async function move(count) {
  const canvas = document.querySelector("main canvas");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const turn = (change) =>
    canvas.dispatchEvent(
      new WheelEvent("wheel", {
        clientX: left + width * 0.6,
        clientY: top + height * 0.4,
        bubbles: true,
        cancelable: true,
        ...change,
      }),
    );
  for (let i = 0; i < 30; i++) await window.nextFrame();
  window.scripts.length = 0;
  const times = [];
  for (let i = 0; i < count; i++) {
    const phase = Math.floor(i / 50) % 3;
    if (phase === 0) turn({ deltaY: -60, ctrlKey: true });
    else if (phase === 1) turn({ deltaY: i % 100 < 75 ? 40 : -40, shiftKey: true });
    else turn({ deltaY: 60, ctrlKey: true });
    times.push(await window.nextFrame());
  }
  return { script: window.scripts, frame: times.slice(1).map((time, i) => time - times[i]) };
}

async function serve(root, name, facts) {
  const folder = join(root, "dist/npm/pages");
  let next = 0;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname.slice(1);
    if (path === "ask") {
      const answer = facts[Math.min(next, facts.length - 1)];
      const again = next >= facts.length && name === "timeline";
      next++;
      response.setHeader("content-type", "application/json");
      // What was told is not told again.
      const empty = {
        anew: false,
        more: false,
        sites: [],
        primitives: [],
        tasks: "",
        changes: "",
        handoffs: "",
      };
      response.end(JSON.stringify(again ? { ...answer, ...empty } : answer));
    } else if (path === name) {
      const links = ["standalone.css", "page.css"].map((file) => `<link rel="stylesheet" href="${file}">`);
      response.setHeader("content-type", "text/html");
      response.end(`<!DOCTYPE html>${links.join("")}<body><script src="${name}.js"></script>`);
    } else {
      readFile(join(folder, path)).then(
        (text) => {
          response.setHeader("content-type", path.endsWith(".css") ? "text/css" : "text/javascript");
          response.end(text);
        },
        () => response.writeHead(404).end(),
      );
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function share(values, of) {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? NaN);
}

/** Of some rounds the one that was disturbed least: a machine that does something else says nothing of the page. */
function best(samples) {
  const rounds = samples.map(({ script, frame }) => ({
    script: { p50: share(script, 0.5), p95: share(script, 0.95) },
    frame: { p50: share(frame, 0.5), p95: share(frame, 0.95) },
  }));
  const [least] = [...rounds].sort((a, b) => a.script.p95 - b.script.p95);
  return { ...least, rounds };
}

function table({ rows }) {
  const cell = ({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
  return alignedRows([
    ["frames in ms, p50 / p95", "script", "frame"],
    ...Object.entries(rows).map(([name, { script, frame }]) => [name, cell(script), cell(frame)]),
  ]);
}
