/**
 * The floor: the least that a hand-off between two tasks takes when it is written by hand for one program. One
 * promise for whoever must wait; no queue where one place does, no close, no cancellation, no fairness, no checks.
 */
import { channelRows, mutexRow } from "./rows.mjs";

const done = Promise.resolve();

class Slot {
  capacity;
  items = [];
  head = 0;
  taker = undefined;
  senders = [];
  senderHead = 0;

  constructor(capacity) {
    this.capacity = capacity;
  }

  send(value) {
    if (this.taker !== undefined) {
      const { taker } = this;
      this.taker = undefined;
      taker(value);
      return done;
    }
    if (this.items.length - this.head < this.capacity) {
      this.items.push(value);
      return done;
    }
    return new Promise((resolve) => this.senders.push(resolve, value));
  }

  receive() {
    if (this.head < this.items.length) {
      const value = this.items[this.head++];
      if (this.head === 1024) {
        this.items = this.items.slice(1024);
        this.head = 0;
      }
      if (this.senderHead < this.senders.length) this.items.push(this.nextSender());
      return Promise.resolve(value);
    }
    if (this.senderHead < this.senders.length) return Promise.resolve(this.nextSender());
    return new Promise((resolve) => {
      this.taker = resolve;
    });
  }

  nextSender() {
    const resolve = this.senders[this.senderHead];
    const value = this.senders[this.senderHead + 1];
    this.senderHead += 2;
    if (this.senderHead === this.senders.length) {
      this.senders = [];
      this.senderHead = 0;
    } else if (this.senderHead === 1024) {
      this.senders = this.senders.slice(1024);
      this.senderHead = 0;
    }
    resolve();
    return value;
  }
}

let locked = false;
let waiting = [];
let waitingHead = 0;

const lock = () => {
  if (!locked) {
    locked = true;
    return done;
  }
  return new Promise((resolve) => waiting.push(resolve));
};

const unlock = () => {
  if (waitingHead === waiting.length) {
    locked = false;
    return;
  }
  const next = waiting[waitingHead++];
  if (waitingHead === 1024) {
    waiting = waiting.slice(1024);
    waitingHead = 0;
  }
  next();
};

/** Takes from whichever has something, the first before the second, else from the one that comes first. */
const either = (a, b) => {
  if (a.head < a.items.length || a.senderHead < a.senders.length) return a.receive();
  if (b.head < b.items.length || b.senderHead < b.senders.length) return b.receive();
  return new Promise((resolve) => {
    a.taker = b.taker = (value) => {
      a.taker = b.taker = undefined;
      resolve(value);
    };
  });
};

export default {
  ...channelRows({
    channel: (capacity) => new Slot(capacity),
    send: (slot, value) => slot.send(value),
    receive: (slot) => slot.receive(),
    select: async (a, b, n) => {
      for (let i = 0; i < n; i++) await either(a, b);
    },
  }),
  ...mutexRow(lock, unlock),
};
