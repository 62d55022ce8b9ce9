import type { PromiseNode } from "./node.js";
import type { PrimitiveInfo } from "./primitive-info.js";
import type { ResourceOwner } from "./resources.js";

/*
 * How the tracer remembers something about an object of the program without the program being able to tell.
 *
 * A private field is put on the object by a constructor that returns it. Unlike a symbol property it is seen by
 * no reflection, no `console.log`, no proxy; unlike a WeakMap entry it costs about as much as a property (on the
 * await loop: symbol 1.6-2.1x, private field 1.0x, WeakMap 9-14x of this, Node 20 and 24). It goes with the
 * object and keeps nothing else alive.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is only there to be derived from
class ReturnsItsArgument {
  constructor(target: object) {
    return target;
  }
}

class PromiseStamp extends ReturnsItsArgument {
  #node: PromiseNode;
  /**
   * Of the hidden promise of an await: which of its call's awaits it is, from 1. Of one that shares its node with others,
   * the id of the task that has waited for it long enough to be told.
   */
  #awaitNumber: number;

  constructor(promise: object, node: PromiseNode, awaitNumber: number) {
    super(promise);
    this.#node = node;
    this.#awaitNumber = awaitNumber;
  }

  static node(promise: object): PromiseNode | undefined {
    return #node in promise ? promise.#node : undefined;
  }

  /** Of a promise that has a stamp. */
  static awaitNumber(promise: object): number {
    return (promise as PromiseStamp).#awaitNumber;
  }

  static set(promise: object, node: PromiseNode, awaitNumber: number): void {
    if (#node in promise) {
      promise.#node = node;
      promise.#awaitNumber = awaitNumber;
    } else new PromiseStamp(promise, node, awaitNumber);
  }
}

/** A stamp of its own kind. Promises have theirs written out above: it is on the hottest path of all. */
function createStamp<T>(): {
  get: (object: object) => T | undefined;
  set: (object: object, value: T) => void;
} {
  class Stamp extends ReturnsItsArgument {
    #value: T;

    constructor(object: object, value: T) {
      super(object);
      this.#value = value;
    }

    static get(object: object): T | undefined {
      return #value in object ? object.#value : undefined;
    }

    static set(object: object, value: T): void {
      if (#value in object) object.#value = value;
      else new Stamp(object, value);
    }
  }
  return { get: (object) => Stamp.get(object), set: (object, value) => Stamp.set(object, value) };
}

/**
 * What the tracer knows of this promise, if it saw its birth. To find that there is no stamp costs ten times as much as
 * to find one, so where it can be known otherwise that there is none it is better not to ask.
 */
export const nodeOf: (promise: object) => PromiseNode | undefined = (promise) => PromiseStamp.node(promise);
/** Of a promise that has a node: the number that it was stamped with; 0 for most. */
export const awaitNumberOf: (promise: object) => number = (promise) => PromiseStamp.awaitNumber(promise);
/** Of a promise that was just born, and so cannot have a stamp yet. */
export const stampNewPromise: (promise: object, node: PromiseNode, awaitNumber?: number) => void = (
  promise,
  node,
  awaitNumber = 0,
) => {
  new PromiseStamp(promise, node, awaitNumber);
};
export const stampPromise: (promise: object, node: PromiseNode, awaitNumber?: number) => void = (
  promise,
  node,
  awaitNumber = 0,
) => PromiseStamp.set(promise, node, awaitNumber);

/** Who created a timer, a socket, ... */
export const resourceOwner = createStamp<ResourceOwner>();

/** What the tracer keeps about a channel, a lock, ... */
export const primitiveInfo = createStamp<PrimitiveInfo>();
