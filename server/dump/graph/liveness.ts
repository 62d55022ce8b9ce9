/**
 * Who can still go on: a proof by reachability.
 *
 * A garbage collector keeps what is reachable; it would keep a task that waits for ever as long as anything holds
 * the promise that it waits for. So here the heap is walked as if a pending promise led nowhere, until somebody
 * is found who can settle it: one of its two resolving functions, a promise or a call that settles it, or a part
 * of the engine or of Node that holds it. Only then the walk goes on through it, to what reacts to it and to the
 * suspended functions that await it, whose variables may hold the next resolver. What the walk never resumes can
 * never go on: whatever could wake it is held by nobody but by tasks that wait themselves.
 *
 * Node keeps every ES module, and the engine keeps with a module the function that its text is, and so all of its
 * variables. But what `import` gives are its exports, and a text that has run does not run again; one that stands at an
 * await is resumed by what it awaits, and one that has not begun has no variables yet. So that way leads nowhere either.
 *
 * Where the snapshot leaves doubt (a holder that is not plainly the program's own) the promise counts as one that
 * can be settled, so that the verdict errs towards silence.
 */
import type { Edge, Node } from "../snapshot/snapshot.js";
import type { PromiseGraph } from "./promise-graph.js";
import type { Shapes } from "./shapes.js";

const REACHED = 1;
/** Of a promise: somebody can settle it. Of a suspended function: it can be resumed. */
const AWAKE = 2;
/** A promise that is pending, or may be. */
const PROMISE = 4;
/** A function that only its awaited promise can resume. */
const SLEEPER = 8;
/** A fixed array that is the inside of an ordinary object: of a map, of an array, of registers. */
const ORDINARY_ARRAY = 16;
/** An object that a native part of Node or of the engine holds: it may settle what lies in the object. */
const NATIVELY_HELD = 32;

/** What an ordinary object calls the array inside of it. */
const INSIDES = ["table", "elements", "properties", "parameters_and_registers"];

/** What the engine keeps a variable's value in: as plain a holder as the variable's object. */
const CELL = /^system \/ (Property|Context|ContextSideProperty)?Cell$/;

/** Roots that stand for holders outside of JavaScript. */
const NATIVE_ROOT = /^\((Global|Eternal) handles\)$/;

export class Liveness {
  readonly #graph: PromiseGraph;
  readonly #shapes: Shapes;
  readonly #marks: Uint8Array;
  readonly #work: Node[] = [];
  readonly #ignored: Node | null;

  /** `ignored` is what the dump itself put into the heap. */
  constructor(graph: PromiseGraph, ignored: Node | null) {
    this.#graph = graph;
    this.#shapes = graph.shapes;
    this.#ignored = ignored;
    this.#marks = new Uint8Array(graph.shapes.snapshot.nodeCount);
    this.#classify();
    this.#reach(0);
    while (this.#work.length > 0) this.#walk(this.#work.pop() ?? 0);
  }

  /** Something can resume this suspended function. */
  canGoOn(generator: Node): boolean {
    return this.#has(generator, AWAKE);
  }

  /** Somebody can settle this promise. */
  canBeSettled(promise: Node): boolean {
    return this.#has(promise, AWAKE);
  }

  /** Held by something else than tasks that can never go on. */
  isReached(node: Node): boolean {
    return this.#has(node, REACHED);
  }

  #classify(): void {
    const { snapshot, internal, reactionsEdge } = this.#shapes;
    const insides = new Set(INSIDES.map((name) => snapshot.idOf(name)));
    for (let node = 0; node < snapshot.nodeCount; node++) {
      const native = this.#isNativeHolder(node);
      for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
        if (native && !snapshot.name(snapshot.target(edge)).startsWith("global"))
          this.#mark(snapshot.target(edge), NATIVELY_HELD);
        if (snapshot.edgeTypeId(edge) !== internal) continue;
        const name = snapshot.edgeNameId(edge);
        if (name === reactionsEdge) this.#mark(node, PROMISE);
        else if (insides.has(name)) this.#mark(snapshot.target(edge), ORDINARY_ARRAY);
      }
    }
    for (const promise of this.#graph.ownerOf.keys()) this.#mark(promise, PROMISE);
    for (const promise of this.#graph.sources.keys()) this.#mark(promise, PROMISE);
    for (const generator of this.#graph.suspended) {
      if (this.#graph.ownPromiseOf(generator) !== undefined) this.#mark(generator, SLEEPER);
    }
  }

  #isNativeHolder(node: Node): boolean {
    const { snapshot, native, synthetic } = this.#shapes;
    const type = snapshot.nodeTypeId(node);
    return type === native || (type === synthetic && NATIVE_ROOT.test(snapshot.name(node)));
  }

  #walk(node: Node): void {
    const { snapshot, weak } = this.#shapes;
    const asleep = this.#has(node, PROMISE) && !this.#has(node, AWAKE);
    const module = this.#shapes.isModule(node);
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
      if (snapshot.edgeTypeId(edge) === weak) continue;
      const target = snapshot.target(edge);
      if (asleep && this.#shapes.isReaction(target)) continue;
      if (module && this.#shapes.isGenerator(target)) continue;
      if (this.#has(target, SLEEPER)) {
        if (this.#resumes(node, edge)) this.#wake(target);
      } else if (this.#has(target, PROMISE) && this.#settles(node, edge)) this.#wake(target);
      else this.#reach(target);
    }
    if (this.#shapes.isClosure(node)) this.#walkResolver(node);
  }

  /** Whoever has a resolving function can settle its promise. */
  #walkResolver(closure: Node): void {
    if (this.#shapes.builtinOf(closure) !== "settle") return;
    const promise = this.#shapes.settledBy(closure);
    if (promise !== undefined) this.#wake(promise);
  }

  /** The handlers of an await resume it; and a function that runs right now stands on the stack. */
  #resumes(holder: Node, edge: Edge): boolean {
    const { snapshot, synthetic, extensionEdge } = this.#shapes;
    return this.#shapes.isInternalEdge(edge, extensionEdge) || snapshot.nodeTypeId(holder) === synthetic;
  }

  /** Whether a holder of a promise may settle it: all may that are not plainly JavaScript's own objects. */
  #settles(holder: Node, edge: Edge): boolean {
    const { snapshot, property, element, context, internal, object, closure, array } = this.#shapes;
    if (this.#has(holder, NATIVELY_HELD)) return true;
    const type = snapshot.nodeTypeId(holder);
    if (type === array) return !this.#has(holder, ORDINARY_ARRAY);
    if (type !== object && type !== closure) return !CELL.test(snapshot.name(holder));
    const edgeType = snapshot.edgeTypeId(edge);
    if (edgeType === property || edgeType === element || edgeType === context) return false;
    // The promise that another one was fulfilled with lies in its result.
    return !(edgeType === internal && this.#has(holder, PROMISE));
  }

  #wake(node: Node): void {
    if (this.#has(node, AWAKE) || node === this.#ignored) return;
    this.#mark(node, AWAKE | REACHED);
    this.#work.push(node);
  }

  #reach(node: Node): void {
    if (this.#has(node, REACHED) || node === this.#ignored) return;
    this.#mark(node, REACHED);
    this.#work.push(node);
  }

  #has(node: Node, mark: number): boolean {
    return ((this.#marks[node] ?? 0) & mark) !== 0;
  }

  #mark(node: Node, mark: number): void {
    this.#marks[node] = (this.#marks[node] ?? 0) | mark;
  }
}
