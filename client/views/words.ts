/** Words that several views use. */

/** "3 tasks", "1 finding" */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Of a path of any platform. */
export function fileName(path: string): string {
  return /[^\\/]*$/.exec(path)?.[0] ?? path;
}
