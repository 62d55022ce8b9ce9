/** What a name of the library says of itself, in a line or two: for hovers and for the help with its arguments. */
export interface NameDoc {
  readonly signature: string;
  readonly text: string;
  /** Until when the call waits, where it does. */
  readonly waits?: string;
  /** Who or what ends that wait. */
  readonly wokenBy?: string;
}

/** As the signature writes them. */
export function parametersOf(signature: string): string[] {
  const list = /\(([^()]*)\)/.exec(signature)?.[1] ?? "";
  return list === "" ? [] : list.split(", ");
}
