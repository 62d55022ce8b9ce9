/**
 * The programs that are measured, each written once over the few operations that every implementation must bring,
 * so that a row compares implementations and not programs. Libraries that are not made of promises (js-csp, effect)
 * bring whole programs of their own, of the same shape.
 *
 * An item is a round trip, a value received, or a lock taken and released.
 */
export const rows = {
  "ping-pong": "unbuffered: two tasks, a value there and one back",
  buffered: "128 places, one producer, one consumer",
  select: "one task selects from 2 unbuffered channels with a producer each",
  "fan-in": "8 producers on one unbuffered channel, one consumer",
  mutex: "8 tasks that take and release one lock",
};

/** The rows that need channels: made, sent to, received from, and `n` times selected from. */
export function channelRows({ channel, send, receive, select }) {
  return {
    async "ping-pong"(n) {
      const [ping, pong] = [channel(0), channel(0)];
      const serve = async () => {
        for (let i = 0; i < n; i++) await send(pong, await receive(ping));
      };
      const served = serve();
      for (let i = 0; i < n; i++) {
        await send(ping, i);
        await receive(pong);
      }
      await served;
    },
    async buffered(n) {
      const ch = channel(128);
      const produce = async () => {
        for (let i = 0; i < n; i++) await send(ch, i);
      };
      const produced = produce();
      for (let i = 0; i < n; i++) await receive(ch);
      await produced;
    },
    async select(n) {
      const [a, b] = [channel(0), channel(0)];
      const produce = async (ch) => {
        for (let i = 0; i < n / 2; i++) await send(ch, i);
      };
      const produced = [produce(a), produce(b)];
      await select(a, b, n);
      await Promise.all(produced);
    },
    async "fan-in"(n) {
      const ch = channel(0);
      const produce = async () => {
        for (let i = 0; i < n / 8; i++) await send(ch, i);
      };
      const produced = Array.from({ length: 8 }, produce);
      for (let i = 0; i < n; i++) await receive(ch);
      await Promise.all(produced);
    },
  };
}

/** @param lock Resolves to what `unlock` is given. */
export function mutexRow(lock, unlock) {
  return {
    async mutex(n) {
      let held = 0;
      const work = async () => {
        for (let i = 0; i < n / 8; i++) {
          const key = await lock();
          held += 1;
          unlock(key);
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      if (held !== n) throw new Error(`${held} of ${n}`);
    },
  };
}
