/**
 * A closer look at some of the suspended functions: the exact place and the variables, from the engine's own
 * debugger. To find an object by its id in the snapshot the engine searches the whole heap, so this is for a few
 * of each kind, never for all.
 */
import type { Local } from "../model/dump-records.js";
import { InspectorError, type InspectorSession } from "./inspector/session.js";
import { preview } from "./preview.js";
import type { Node, Snapshot } from "./snapshot/snapshot.js";

/** 0-based, as the engine counts. */
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface RemoteValue {
  readonly type: string;
  readonly subtype?: string;
  readonly className?: string;
  readonly description?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly objectId?: string;
}

interface Property {
  readonly name: string;
  readonly value?: RemoteValue;
}

export interface Properties {
  readonly result: readonly Property[];
  readonly privateProperties?: readonly Property[];
  readonly internalProperties?: readonly Property[];
}

/** 1-based line and column of a suspended function. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Looked {
  readonly place: Place | null;
  readonly locals: readonly Local[];
}

/** Scopes that belong to one activation of a function; the rest is shared with others. */
const OWN_SCOPES = /^(Local|Block|Catch|With Block)/;

const LOCALS_SHOWN = 50;

export class HeapObjects {
  readonly #session: InspectorSession;
  readonly #snapshot: Snapshot;
  /** Source maps that stand in the compiled text itself, by the file's name: loaders put them there. */
  readonly inlineMaps = new Map<string, string>();

  private constructor(session: InspectorSession, snapshot: Snapshot) {
    this.#session = session;
    this.#snapshot = snapshot;
  }

  /** The engine tells where a function is suspended only while its debugger is on. */
  static async open(session: InspectorSession, snapshot: Snapshot): Promise<HeapObjects> {
    const objects = new HeapObjects(session, snapshot);
    session.on("Debugger.scriptParsed", ({ url, sourceMapURL }: { url: string; sourceMapURL?: string }) => {
      if (sourceMapURL?.startsWith("data:") === true) objects.inlineMaps.set(url, sourceMapURL);
    });
    await session.send("Debugger.enable");
    return objects;
  }

  async close(): Promise<void> {
    await this.#session.send("Runtime.releaseObjectGroup", { objectGroup: GROUP });
    await this.#session.send("Debugger.disable");
    this.#session.off("Debugger.scriptParsed");
  }

  /** Null when the function is gone by now: the process has gone on since the snapshot. */
  async look(generator: Node, withLocals: boolean): Promise<Looked | null> {
    const found = await this.find(generator);
    if (found === null) return null;
    const internal = (await this.propertiesOf(found)).internalProperties ?? [];
    const location = internal.find(({ name }) => name === "[[GeneratorLocation]]")?.value?.value;
    const scopes = internal.find(({ name }) => name === "[[Scopes]]")?.value?.objectId;
    const locals = withLocals && scopes !== undefined ? await this.#localsIn(scopes) : [];
    return { place: placeOf(location as Location | undefined), locals };
  }

  /**
   * The value of an expression among the variables of a suspended function. Null when the function is gone.
   *
   * @throws {InspectorError} what the expression throws
   */
  async evaluate(generator: Node, expression: string): Promise<Local | null> {
    const found = await this.find(generator);
    const internal = found === null ? [] : ((await this.propertiesOf(found)).internalProperties ?? []);
    const list = internal.find(({ name }) => name === "[[Scopes]]")?.value?.objectId;
    if (list === undefined) return null;
    const scopes = (await this.propertiesOf(list)).result.flatMap(({ value }) =>
      value?.objectId === undefined || value.description === "Global" ? [] : [{ objectId: value.objectId }],
    );
    const { result, exceptionDetails } = await this.#session.send<Evaluated>("Runtime.callFunctionOn", {
      objectId: list,
      functionDeclaration: EVALUATING,
      arguments: [{ value: expression }, ...scopes],
      objectGroup: GROUP,
      silent: true,
    });
    if (exceptionDetails !== undefined) {
      const thrown = exceptionDetails.exception?.description ?? exceptionDetails.text;
      throw new InspectorError(thrown.split("\n")[0] ?? thrown);
    }
    return { name: expression, value: await this.previewOf(expression, result), type: result.type };
  }

  /** The id of an object in the inspector. Null when it is gone by now. */
  async find(node: Node): Promise<string | null> {
    try {
      const { result } = await this.#session.send<{ result: RemoteValue }>(
        "HeapProfiler.getObjectByHeapObjectId",
        { objectId: `${this.#snapshot.nodeIds[node] ?? 0}`, objectGroup: GROUP },
      );
      return result.objectId ?? null;
    } catch (error) {
      if (error instanceof InspectorError) return null;
      throw error;
    }
  }

  async #localsIn(scopes: string): Promise<Local[]> {
    const locals = new Map<string, Local>();
    for (const { value: scope } of (await this.propertiesOf(scopes)).result) {
      if (scope?.objectId === undefined || !OWN_SCOPES.test(scope.description ?? "")) continue;
      for (const { name, value } of (await this.propertiesOf(scope.objectId)).result) {
        // An inner variable hides an outer one of the same name.
        if (value !== undefined && !locals.has(name) && locals.size < LOCALS_SHOWN) {
          locals.set(name, { name, value: await this.previewOf(name, value), type: value.type });
        }
      }
    }
    return [...locals.values()];
  }

  previewOf(name: string, value: RemoteValue): Promise<string> {
    return preview(name, value, async (objectId) => (await this.propertiesOf(objectId)).result);
  }

  propertiesOf(objectId: string): Promise<Properties> {
    return this.#session.send("Runtime.getProperties", { objectId, ownProperties: true });
  }
}

const GROUP = "sluice-dump";

/**
 * Evaluates a text within scopes, the innermost first: the engine wraps the object that stands for each. The names are
 * such that no variable of the program hides them.
 */
const EVALUATING = `function (text, ...scopes) {
  const objects = scopes.map(({ object }) => object);
  const nested = scopes.map((_, index) => "with (sluice$scopes[" + (scopes.length - 1 - index) + "]) ").join("");
  return new Function("sluice$scopes", "sluice$text", nested + "return eval(sluice$text);")(objects, text);
}`;

interface Evaluated {
  readonly result: RemoteValue;
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

function placeOf(location: Location | undefined): Place | null {
  return location === undefined ? null : { line: location.lineNumber + 1, column: location.columnNumber + 1 };
}
