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
  // In a realm of its own: the program's Error is not touched, and what is set there stays.
  const captureIn = load("node:vm").runInNewContext(
    "Error.prepareStackTrace = (error, callSites) => callSites;" +
    "(limit, take) => {" +
    "  Error.stackTraceLimit = limit;" +
    "  return () => { const holder = {}; Error.captureStackTrace(holder); take(holder.stack); };" +
    "}"
  );
  // The microtask itself, Promise.all, and some that have no place.
  const SPARE_FRAMES = 6;
  const SHORT = {
    depth: 0, customInspect: false, maxArrayLength: 0, maxStringLength: 0, compact: true, breakLength: Infinity,
  };

  function isPending(promise) {
    return types.isPromise(promise) && inspect(promise, SHORT).includes("<pending>");
  }

  function framesBehind(callSites, limit) {
    // Ours come first, and Promise.all.
    const ours = callSites.findIndex((site) => site.isPromiseAll());
    const frames = [];
    if (ours < 0) return frames;
    for (let i = ours + 1; i < callSites.length && frames.length < limit; i++) {
      const site = callSites[i];
      const file = site.getFileName() ?? site.getEvalOrigin();
      if (file != null && site.getLineNumber() > 0)
        frames.push([site.getFunctionName() ?? "(anonymous)", file, site.getLineNumber(), site.getColumnNumber()]);
    }
    return frames;
  }

  // Nothing is made for a single question but its microtask: there are as many as the program has promises.
  let asked = null;
  const leadsTo = function (executor) { executor(ignore, ignore); return asked; };
  leadsTo.resolve = (value) => value;
  function ask(promise, handler) {
    asked = promise;
    Reflect.apply(all, leadsTo, [[Reflect.apply(then, resolved, [handler])]]);
    asked = null;
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
    // The promises of a slice, in order: microtasks run in the order in which they were made.
    questions: [],
    answered: 0,
    frames: 1,
    capture: ignore,
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
      this.capture = captureIn(frames + SPARE_FRAMES, (callSites) => this.answer(framesBehind(callSites, frames)));
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
      this.questions = [];
      this.answered = 0;
      for (; this.next < end; this.next++) {
        const promise = this.promises[this.next];
        if (!isPending(promise)) continue;
        this.questions.push(promise);
        ask(promise, this.capture);
      }
      this.pending += this.questions.length;
      // Microtasks run after a callback of the event loop, and a loop that waits for the world has none.
      setImmediate(ignore);
      return this.next;
    },

    answer(frames) {
      const promise = this.questions[this.answered++];
      // One that comes after the end is for nobody.
      if (promise !== undefined && frames.length > 0) this.note(promise, JSON.stringify(frames));
    },

    restless() {
      return !this.rested || this.answered < this.questions.length;
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
      this.questions = [];
      this.known.clear();
    },
  };
})()`;

/** The class of the object that ties promises to places, for the snapshot to find: its name must be unique. */
export function agentWithMark(mark: string): string {
  return agentSource.replaceAll("MARK", mark);
}
