/**
 * The code that is evaluated inside of the process: as text, because no build step may put its helpers into it.
 *
 * It adds no reaction to any promise of the program, changes no object of it, and leaves nothing behind but what
 * the inspector holds for us. From a promise that exactly one thing awaits, V8 tells the place of that await: a
 * microtask whose own promise leads nowhere but to it captures a stack, which goes on with the function that
 * awaits it. (`Promise.all`, called on a constructor that returns the promise, makes such a microtask.)
 */
import { LOAD_BUILTIN } from "./load-builtin.js";

export const agentSource = `(() => {
  const load = ${LOAD_BUILTIN};
  const { inspect, types } = load("node:util");
  const { all, prototype: { then } } = Promise;
  const resolved = Promise.resolve();
  const ignore = () => {};
  // In a realm of its own: the program's Error is not touched.
  const callSitesOf = load("node:vm").runInNewContext(
    "Error.prepareStackTrace = (error, callSites) => callSites;" +
    "(limit) => { Error.stackTraceLimit = limit; const holder = {}; Error.captureStackTrace(holder); return holder.stack; }"
  );
  const SHORT = {
    depth: 0, customInspect: false, maxArrayLength: 0, maxStringLength: 0, compact: true, breakLength: Infinity,
  };

  function isPending(promise) {
    return types.isPromise(promise) && inspect(promise, SHORT).includes("<pending>");
  }

  function framesBehind(limit) {
    // Ours come first, and Promise.all.
    const callSites = callSitesOf(limit + 8);
    const ours = callSites.findIndex((site) => site.isPromiseAll());
    const frames = [];
    if (ours < 0) return frames;
    for (const site of callSites.slice(ours + 1)) {
      const file = site.getFileName() ?? site.getEvalOrigin();
      if (file != null && site.getLineNumber() > 0 && frames.length < limit)
        frames.push([site.getFunctionName() ?? "(anonymous)", file, site.getLineNumber(), site.getColumnNumber()]);
    }
    return frames;
  }

  function ask(promise, limit, answer) {
    const inside = Reflect.apply(then, resolved, [() => answer(framesBehind(limit))]);
    const leadsTo = function (executor) { executor(ignore, ignore); return promise; };
    leadsTo.resolve = (value) => value;
    Reflect.apply(all, leadsTo, [[inside]]);
  }

  class MARK {
    places = [];
  }

  return {
    record: new MARK(),
    promises: [],
    next: 0,
    known: new Map(),
    pending: 0,
    answered: 0,
    frames: 1,
    rested: false,

    describe() {
      const timer = setTimeout(ignore, 1e9);
      const loopNowMs = timer._idleStart;
      clearTimeout(timer);
      const { heapUsed } = process.memoryUsage();
      let main = process.argv[1];
      try { main = load("node:fs").realpathSync(main); } catch {}
      return {
        pid: process.pid, argv: process.argv, cwd: process.cwd(), node: process.version, main,
        uptimeMs: process.uptime() * 1000, loopNowMs, heapBytes: heapUsed, platform: process.platform,
      };
    },

    begin(promises, frames) {
      this.promises = promises;
      this.frames = frames;
      return promises.length;
    },

    // Whether the thread comes to rest: microtasks run then, and only then.
    waitForRest() {
      this.rested = false;
      Reflect.apply(then, resolved, [() => { this.rested = true; }]);
      setImmediate(ignore);
    },

    // Asks for the places of the next promises; the answers come in microtasks, as soon as the thread rests.
    slice(count) {
      const end = Math.min(this.promises.length, this.next + count);
      for (; this.next < end; this.next++) {
        const promise = this.promises[this.next];
        if (!isPending(promise)) continue;
        this.pending++;
        ask(promise, this.frames, (frames) => {
          this.answered++;
          if (frames.length > 0) this.note(promise, JSON.stringify(frames));
        });
      }
      // Microtasks run after a callback of the event loop, and a loop that waits for the world has none.
      setImmediate(ignore);
      return this.next;
    },

    restless() {
      return !this.rested || this.pending > this.answered;
    },

    note(promise, key) {
      let place = this.known.get(key);
      if (place === undefined) {
        place = { frames: key, count: 0, promises: [] };
        this.known.set(key, place);
        this.record.places.push(place);
      }
      place.count++;
      if (this.frames === 1) place.promises.push(promise);
    },

    // What --fast takes with it.
    counts() {
      return JSON.stringify({ pending: this.pending, places: this.record.places.map(({ frames, count }) => [JSON.parse(frames), count]) });
    },

    end() {
      this.promises = [];
      this.known.clear();
    },
  };
})()`;

/** The class of the object that ties promises to places, for the snapshot to find: its name must be unique. */
export function agentWithMark(mark: string): string {
  return agentSource.replaceAll("MARK", mark);
}
