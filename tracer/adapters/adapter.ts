import type { ProbeMessage } from "../runtime/probe.js";

/** Tells the tracer of an operation, as a library of ours would through its probe. Never throws. */
export type Tell = (message: ProbeMessage) => void;

/** A version of the message shapes: the one that this adapter was written for. */
export const VERSION = 1;

/**
 * How a package of others is made to tell what its primitives do.
 *
 * A module of the package is given one line more at its end, which stands in the module's own scope: there it can reach
 * what is exported and replace it, for CommonJS and ES modules alike, without a second copy of the module and with
 * every line of it where it was.
 */
export interface Adapter {
  readonly package: string;
  /** Whether this version is known to work. One that is not is left alone, and the report says so. */
  readonly knows: (major: number, minor: number) => boolean;
  /**
   * Code for the end of each module that matters, by its path in the package. `$(name, value)` in it gives what is to
   * stand in the place of the value.
   */
  readonly modules: Readonly<Record<string, string>>;
  /** Gives what makes a value tell, or returns one that does in its place: called for every copy of the package. */
  readonly start: (tell: Tell) => (name: string, value: unknown) => unknown;
}
