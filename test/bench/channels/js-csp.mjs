import { load } from "./load.mjs";

const csp = await load("js-csp");

/** Runs generators as its processes, and resolves when all have ended. */
function run(...bodies) {
  return new Promise((resolve) => {
    let left = bodies.length;
    for (const body of bodies) {
      csp.go(function* () {
        yield* body();
        if (--left === 0) resolve();
      });
    }
  });
}

function* produce(ch, n) {
  for (let i = 0; i < n; i++) yield csp.put(ch, i);
}

function* consume(ch, n) {
  for (let i = 0; i < n; i++) yield csp.take(ch);
}

export default {
  "ping-pong"(n) {
    const [ping, pong] = [csp.chan(), csp.chan()];
    return run(
      function* () {
        for (let i = 0; i < n; i++) yield csp.put(pong, yield csp.take(ping));
      },
      function* () {
        for (let i = 0; i < n; i++) {
          yield csp.put(ping, i);
          yield csp.take(pong);
        }
      },
    );
  },
  buffered(n) {
    const ch = csp.chan(128);
    return run(
      () => produce(ch, n),
      () => consume(ch, n),
    );
  },
  select(n) {
    const [a, b] = [csp.chan(), csp.chan()];
    return run(
      () => produce(a, n / 2),
      () => produce(b, n / 2),
      function* () {
        for (let i = 0; i < n; i++) yield csp.alts([a, b]);
      },
    );
  },
  "fan-in"(n) {
    const ch = csp.chan();
    const producers = Array.from({ length: 8 }, () => () => produce(ch, n / 8));
    return run(...producers, () => consume(ch, n));
  },
};
