/** Questions to the frames of a stack. */
import type { WireFrame } from "../wire/index.js";

/** What a function without a name is called in stacks. */
const ANONYMOUS = "(anonymous)";

/** Built-in functions that run a suspended async generator: what they bear is a call's promise. */
const RESUMES_GENERATOR = new Set(["next", "return", "throw"]);

/** A function of the engine itself, such as `Promise.then`: it has no file. */
export function isBuiltin(callSite: NodeJS.CallSite): boolean {
  return callSite.getFileName() == null && !callSite.isEval();
}

/** Files of packages whose primitives adapters tell of, and our own: their functions are no tasks of the program. */
const INSIDES = new Set<string>();

export function addInside(file: string): void {
  INSIDES.add(file);
}

/** Node's own JavaScript, or a package's that is adapted. */
export function isInternal(callSite: NodeJS.CallSite): boolean {
  return isInternalFile(callSite.getFileName() ?? "");
}

export function isInternalFile(file: string): boolean {
  return file.startsWith("node:") || INSIDES.has(file);
}

/** Whether a promise without a parent that is born in this frame is the own promise of an async call. */
export function bearsCall(top: NodeJS.CallSite): boolean {
  return !isBuiltin(top) || RESUMES_GENERATOR.has(top.getFunctionName() ?? "");
}

/** The evaluation of a module with top-level await, which the engine runs as an async function. */
export function isModule(top: NodeJS.CallSite): boolean {
  return top.getFunctionName() === null && top.getLineNumber() === 1 && top.getColumnNumber() === 1;
}

/** Node's module loaders: what they call on the stack is a module's own code. */
export function loadsModules(callSite: NodeJS.CallSite): boolean {
  return !callSite.isAsync() && (callSite.getFileName() ?? "").startsWith("node:internal/modules/");
}

/** Names of the functions on the stack proper, without the suspended callers that follow it. */
export function namesOnStack(callSites: readonly NodeJS.CallSite[]): Set<string | null> {
  return new Set(callSites.filter((site) => !site.isAsync()).map((site) => site.getFunctionName()));
}

export function frameOf(callSite: NodeJS.CallSite): WireFrame {
  return {
    function: callSite.getFunctionName() ?? ANONYMOUS,
    file: callSite.getFileName() ?? callSite.getEvalOrigin() ?? "",
    line: callSite.getLineNumber() ?? 0,
    column: callSite.getColumnNumber() ?? 0,
  };
}

/** The function of a frame, as the engine names it: null for none. */
export function functionNameOf(frame: WireFrame): string | null {
  return frame.function === ANONYMOUS ? null : frame.function;
}

/** Whether the tracer itself is at work, or a function of the engine or of Node that it has called. */
export function isTracerAtWork(callSites: readonly NodeJS.CallSite[]): boolean {
  const top = callSites.find((site) => !isBuiltin(site) && !(site.getFileName() ?? "").startsWith("node:"));
  return top?.getFileName() === __filename;
}

/** The frames of the program itself: not the engine's, not Node's. */
export function userFrames(callSites: readonly NodeJS.CallSite[]): WireFrame[] {
  return callSites.filter((callSite) => !isBuiltin(callSite) && !isInternal(callSite)).map(frameOf);
}
