/**
 * The way to a program that the JavaScript debugger holds: through the debugger's own connection to it, which it lends
 * (`extension.js-debug.requestCDPProxy`). So there is one debugger in the program and not two, and what is told of
 * pauses is what that one sees.
 */
import { askToStop, askToStopShown, askToTellNow } from "../../dump/ask.js";
import { LOAD_BUILTIN } from "../../dump/inside/load-builtin.js";
import { InspectorError, InspectorSession } from "../../dump/inspector/session.js";
import { WebSocketConnection } from "../../dump/inspector/web-socket.js";
import type { StopPoints } from "./stop-points.js";
import type { Connection } from "./engine-threads.js";

interface Evaluated {
  readonly result: { readonly value?: unknown };
}

/** A program that has ended waits for those who are connected to its inspector. */
async function leaveAtExit(session: InspectorSession): Promise<void> {
  session.on("NodeRuntime.waitingForDisconnect", () => session.close());
  await session.send("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
}

interface PausedParams {
  readonly hitBreakpoints?: readonly string[];
  readonly callFrames: readonly { readonly callFrameId: string }[];
}

/** What the user sees of a stop that is asked for now, as the place where the debugger holds the program. */
const STOP = `(function stoppedBySluice() {
  // Sluice has stopped the program: what it has found is shown among the tasks of its own session.
  debugger;
})();
//# sourceURL=stopped-by-sluice.js`;

/** A pause of the program, by whomever. */
export interface Pause {
  /** What has happened there, where it is a stop that was asked for here. */
  readonly words: string | null;
}

export class DebuggerLink {
  readonly #session: InspectorSession;
  /** In the tracer's function that is called where the program is to stop. */
  #breakpoint: string | null = null;

  private constructor(session: InspectorSession) {
    this.#session = session;
  }

  /**
   * @param url of the debugger's proxy
   * @throws {Error} when nobody answers there
   */
  static async open(url: string): Promise<DebuggerLink> {
    return new DebuggerLink(new InspectorSession(await WebSocketConnection.connect(url)));
  }

  /** Tells of each pause, and with null of its end; at once of one that is there already. */
  async watch(onPause: (pause: Pause | null) => void): Promise<void> {
    this.#session.on("Debugger.paused", (paused: PausedParams) => {
      void this.#wordsOf(paused).then((words) => onPause({ words }));
    });
    this.#session.on("Debugger.resumed", () => onPause(null));
    const events = ["Debugger.paused", "Debugger.resumed"];
    await this.#session.send("JsDebug.subscribe", { events }).catch((error: unknown) => {
      if (!(error instanceof InspectorError)) throw error;
      // An inspector itself has no such request, and tells of everything.
      return leaveAtExit(this.#session);
    });
    // It is on already: what happened before is told again.
    await this.#session.send("Debugger.enable");
  }

  async pid(): Promise<number> {
    return Number(await this.#evaluate("process.pid"));
  }

  /** Has the tracer tell everything that it knows at this moment. */
  async tellNow(): Promise<void> {
    await askToTellNow(this.#session);
  }

  /** Where the program is to stop from now on, beside the debugger's own breakpoints. */
  async stopAt({
    operations,
    atEnd,
    atPanic,
  }: Pick<StopPoints, "operations" | "atEnd" | "atPanic">): Promise<void> {
    const here = await askToStop(this.#session, { stopAt: operations, atEnd, atPanic });
    if (here === null || this.#breakpoint !== null) return;
    const { breakpointId } = await this.#session.send<{ readonly breakpointId: string }>(
      "Debugger.setBreakpointOnFunctionCall",
      { objectId: here },
    );
    this.#breakpoint = breakpointId;
  }

  /** What the program is about to stop at is shown: it may. False when it was not about to. */
  async shown(): Promise<boolean> {
    return askToStopShown(this.#session);
  }

  /**
   * Holds the program where it is. A pause would be held where the program next runs, which is mostly in Node's own files or
   * the tracer's: a debugger that skips these steps through them for seconds, and may never come to the user's.
   */
  holdNow(): void {
    // Answered when the program goes on, or ends.
    void this.#session.send("Runtime.evaluate", { expression: STOP }).catch(() => undefined);
  }

  async pause(): Promise<void> {
    await this.#session.send("Debugger.pause");
  }

  async resume(): Promise<void> {
    await this.#session.send("Debugger.resume");
  }

  async #wordsOf({ hitBreakpoints = [], callFrames }: PausedParams): Promise<string | null> {
    const [frame] = callFrames;
    if (this.#breakpoint === null || !hitBreakpoints.includes(this.#breakpoint) || frame === undefined)
      return null;
    const { result } = await this.#session.send<Evaluated>("Debugger.evaluateOnCallFrame", {
      callFrameId: frame.callFrameId,
      expression: "words",
      returnByValue: true,
    });
    return String(result.value);
  }

  /** A connection to the program beside the debugger's, for what would disturb that. */
  async engine(): Promise<Connection> {
    const url = await this.#evaluate(`(${LOAD_BUILTIN})("node:inspector").url()`);
    const session = new InspectorSession(await WebSocketConnection.connect(String(url)));
    await leaveAtExit(session);
    return {
      session,
      leave: () => {
        session.close();
        return Promise.resolve();
      },
    };
  }

  close(): void {
    this.#session.close();
  }

  async #evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#session.send<Evaluated>("Runtime.evaluate", {
      expression,
      includeCommandLineAPI: true,
      returnByValue: true,
      silent: true,
      disableBreaks: true,
    });
    return result.value;
  }
}
