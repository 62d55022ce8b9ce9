/** Its unbuffered channel is a queue of one place, the least that hands values over one by one. */
import { load } from "./load.mjs";

const [Effect, Queue, Semaphore] = await Promise.all(
  ["effect/Effect", "effect/Queue", "effect/Semaphore"].map(load),
);

const produce = (queue, n) =>
  Effect.gen(function* () {
    for (let i = 0; i < n; i++) yield* Queue.offer(queue, i);
  });
const consume = (queue, n) =>
  Effect.gen(function* () {
    for (let i = 0; i < n; i++) yield* Queue.take(queue);
  });
const together = (...effects) => Effect.all(effects, { concurrency: "unbounded" });
const run = (body) => Effect.runPromise(Effect.gen(body));

export default {
  "ping-pong": (n) =>
    run(function* () {
      const [ping, pong] = [yield* Queue.bounded(1), yield* Queue.bounded(1)];
      const serve = Effect.gen(function* () {
        for (let i = 0; i < n; i++) yield* Queue.offer(pong, yield* Queue.take(ping));
      });
      const play = Effect.gen(function* () {
        for (let i = 0; i < n; i++) {
          yield* Queue.offer(ping, i);
          yield* Queue.take(pong);
        }
      });
      yield* together(serve, play);
    }),
  buffered: (n) =>
    run(function* () {
      const queue = yield* Queue.bounded(128);
      yield* together(produce(queue, n), consume(queue, n));
    }),
  select: (n) =>
    run(function* () {
      const [a, b] = [yield* Queue.bounded(1), yield* Queue.bounded(1)];
      const choose = Effect.gen(function* () {
        // A race may take from both; what it drops is made up for by producers that never run dry.
        for (let i = 0; i < n; i++) yield* Effect.raceFirst(Queue.take(a), Queue.take(b));
      });
      yield* Effect.raceFirst(choose, together(produce(a, Infinity), produce(b, Infinity)));
    }),
  "fan-in": (n) =>
    run(function* () {
      const queue = yield* Queue.bounded(1);
      yield* together(...Array.from({ length: 8 }, () => produce(queue, n / 8)), consume(queue, n));
    }),
  mutex: (n) =>
    run(function* () {
      const one = yield* Semaphore.make(1);
      let held = 0;
      const count = Effect.sync(() => (held += 1));
      const work = Effect.gen(function* () {
        for (let i = 0; i < n / 8; i++) yield* one.withPermits(1)(count);
      });
      yield* together(...Array.from({ length: 8 }, () => work));
    }),
};
