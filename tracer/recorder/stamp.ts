import type { PromiseNode } from "./node.js";
import type { PrimitiveInfo } from "./primitives.js";
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

  constructor(promise: object, node: PromiseNode) {
    super(promise);
    this.#node = node;
  }

  static get(promise: object): PromiseNode | undefined {
    return #node in promise ? promise.#node : undefined;
  }

  static set(promise: object, node: PromiseNode): void {
    if (#node in promise) promise.#node = node;
    else new PromiseStamp(promise, node);
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

/** What the tracer knows of this promise, if it saw its birth. */
export const nodeOf: (promise: object) => PromiseNode | undefined = (promise) => PromiseStamp.get(promise);
/** Of a promise that was just born, and so cannot have a stamp yet. */
export const stampNewPromise: (promise: object, node: PromiseNode) => void = (promise, node) => {
  new PromiseStamp(promise, node);
};
export const stampPromise: (promise: object, node: PromiseNode) => void = (promise, node) =>
  PromiseStamp.set(promise, node);

/** Who created a timer, a socket, ... */
export const resourceOwner = createStamp<ResourceOwner>();

/** What the tracer keeps about a channel, a lock, ... */
export const primitiveInfo = createStamp<PrimitiveInfo>();
