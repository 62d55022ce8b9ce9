/** Our end of the agent: what is asked inside of the process. */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { InspectorSession } from "../inspector/session.js";
import { agentWithMark } from "./agent.js";

/** What the process tells of itself. */
export interface ProcessFacts {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly node: string;
  /** Whole path of the entry script. */
  readonly main: string | undefined;
  readonly uptimeMs: number;
  /** The event loop's clock, which timers count by. */
  readonly loopNowMs: number;
  readonly heapBytes: number;
  readonly platform: string;
}

/** Name, file, line, column of an await, as the engine ran it. */
export type Frame = readonly [string, string, number, number];

/** Places where awaits stand, with the number of those that stand there. */
export interface FastAnswer {
  readonly pending: number;
  readonly places: readonly (readonly [readonly Frame[], number])[];
}

interface RemoteObject {
  readonly objectId?: string;
  readonly value?: unknown;
}

interface Evaluated {
  readonly result: RemoteObject;
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

/** The code inside of the process failed. */
export class VisitError extends Error {
  override name = "VisitError";
}

export interface PlacesProgress {
  places(asked: number, of: number): void;
  /** The process does not answer, because its main thread runs without a break. */
  busy(seconds: number): void;
}

/** How often a busy process is asked. */
const BUSY_POLL_MS = 500;

/** So many promises are asked between two turns of the process's event loop: some 10 ms. */
const SLICE = 2000;

export class Visitor {
  /** The name of the class of the object in the heap that ties promises to places. */
  readonly mark = `SluiceDump_${randomBytes(6).toString("hex")}`;
  readonly #session: InspectorSession;
  #agent = "";

  private constructor(session: InspectorSession) {
    this.#session = session;
  }

  static async enter(session: InspectorSession): Promise<Visitor> {
    const visitor = new Visitor(session);
    const expression = agentWithMark(visitor.mark);
    const { objectId } = await visitor.#evaluate(expression, { includeCommandLineAPI: true });
    visitor.#agent = objectId ?? "";
    return visitor;
  }

  async facts(): Promise<ProcessFacts> {
    const { value } = await this.#call("describe", [], { returnByValue: true });
    return value as ProcessFacts;
  }

  /**
   * Asks for the places of all pending promises' awaits, with so many frames of each, a few at a time so that the
   * process goes on in between. Returns false when it does not answer for so many seconds.
   */
  async askPlaces(frames: number, patienceS: number, progress: PlacesProgress): Promise<boolean> {
    // What is asked of a thread that never rests would lie around in its heap, as if it belonged there.
    await this.#call("waitForRest", [], {});
    if (!(await this.#answered(patienceS, progress))) return false;
    const prototype = await this.#evaluate("Promise.prototype", {});
    const { objects } = await this.#session.send<{ objects: RemoteObject }>("Runtime.queryObjects", {
      prototypeObjectId: prototype.objectId,
    });
    const { value } = await this.#call("begin", [{ objectId: objects.objectId }, { value: frames }], {});
    // Whatever the inspector holds would seem to hold the promises.
    await this.#session.send("Runtime.releaseObject", { objectId: objects.objectId });
    const total = Number(value);
    for (let asked = 0; asked < total;) {
      asked = Number((await this.#call("slice", [{ value: SLICE }], {})).value);
      if (!(await this.#answered(patienceS, progress))) return false;
      progress.places(asked, total);
    }
    return true;
  }

  /** The answers come as soon as the thread rests: at once, unless it was met in the middle of its code. */
  async #answered(patienceS: number, progress: PlacesProgress): Promise<boolean> {
    const startedMs = performance.now();
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, BUSY_POLL_MS)) {
      if ((await this.#call("restless", [], {})).value === false) return true;
      const seconds = (performance.now() - startedMs) / 1000;
      if (seconds >= patienceS) return false;
      if (seconds >= 1) progress.busy(Math.round(seconds));
      await delay(pauseMs);
    }
  }

  /** Keeps the places, and lets go of all else that it holds. */
  async settleDown(): Promise<void> {
    await this.#call("end", [], {});
  }

  async fastAnswer(): Promise<FastAnswer> {
    const { value } = await this.#call("counts", [], {});
    return JSON.parse(String(value)) as FastAnswer;
  }

  async leave(): Promise<void> {
    await this.#session.send("Runtime.releaseObject", { objectId: this.#agent });
  }

  async #evaluate(expression: string, options: object): Promise<RemoteObject> {
    return unpack(await this.#session.send<Evaluated>("Runtime.evaluate", { expression, ...options }));
  }

  async #call(name: string, args: readonly object[], options: object): Promise<RemoteObject> {
    const functionDeclaration = `function (...args) { return this.${name}(...args); }`;
    return unpack(
      await this.#session.send<Evaluated>("Runtime.callFunctionOn", {
        objectId: this.#agent,
        functionDeclaration,
        arguments: args,
        ...options,
      }),
    );
  }
}

function unpack({ result, exceptionDetails }: Evaluated): RemoteObject {
  if (exceptionDetails === undefined) return result;
  throw new VisitError(exceptionDetails.exception?.description?.split("\n")[0] ?? exceptionDetails.text);
}
