/** Long lists of numbers as text: what goes through a debug adapter is JSON, and a million spans are 17 MB. */

/** At `timeUs` the task began to do this. What it did before ends there. */
export interface Changes {
  readonly count: number;
  readonly task: Uint32Array;
  /** 0 where it waits at no primitive. */
  readonly primitive: Uint32Array;
  readonly state: Uint8Array;
  readonly timeUs: Float64Array;
}

/** Where the tasks were started, and by whom: 0 where nobody is known. */
export interface TaskRows {
  readonly count: number;
  readonly task: Uint32Array;
  readonly site: Uint32Array;
  readonly parent: Uint32Array;
}

/** One task gave another what that took, or waited for. */
export interface Handoffs {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** 0 where one resolved the promise that the other waited for. */
  readonly primitive: Uint32Array;
  /** When it was given. */
  readonly fromUs: Float64Array;
  /** When it was taken. */
  readonly toUs: Float64Array;
}

const HANDOFF_BYTES = 2 * 8 + 3 * 4;
const CHANGE_BYTES = 8 + 4 + 4 + 1;
const TASK_BYTES = 12;

export function encodeChanges({ count, task, primitive, state, timeUs }: Changes): string {
  const bytes = new Uint8Array(count * CHANGE_BYTES);
  new Float64Array(bytes.buffer, 0, count).set(timeUs.subarray(0, count));
  new Uint32Array(bytes.buffer, count * 8, count).set(task.subarray(0, count));
  new Uint32Array(bytes.buffer, count * 12, count).set(primitive.subarray(0, count));
  bytes.set(state.subarray(0, count), count * 16);
  return toText(bytes);
}

/** @throws when the text is none of ours */
export function decodeChanges(text: string): Changes {
  const { buffer, count } = fromText(text, CHANGE_BYTES);
  return {
    count,
    timeUs: new Float64Array(buffer, 0, count),
    task: new Uint32Array(buffer, count * 8, count),
    primitive: new Uint32Array(buffer, count * 12, count),
    state: new Uint8Array(buffer, count * 16, count),
  };
}

export function encodeTasks({ count, task, site, parent }: TaskRows): string {
  const words = new Uint32Array(count * 3);
  words.set(task.subarray(0, count));
  words.set(site.subarray(0, count), count);
  words.set(parent.subarray(0, count), count * 2);
  return toText(new Uint8Array(words.buffer));
}

/** @throws when the text is none of ours */
export function decodeTasks(text: string): TaskRows {
  const { buffer, count } = fromText(text, TASK_BYTES);
  return {
    count,
    task: new Uint32Array(buffer, 0, count),
    site: new Uint32Array(buffer, count * 4, count),
    parent: new Uint32Array(buffer, count * 8, count),
  };
}

export function encodeHandoffs({ count, from, to, primitive, fromUs, toUs }: Handoffs): string {
  const bytes = new Uint8Array(count * HANDOFF_BYTES);
  const { buffer } = bytes;
  new Float64Array(buffer, 0, count).set(fromUs.subarray(0, count));
  new Float64Array(buffer, count * 8, count).set(toUs.subarray(0, count));
  new Uint32Array(buffer, count * 16, count).set(from.subarray(0, count));
  new Uint32Array(buffer, count * 20, count).set(to.subarray(0, count));
  new Uint32Array(buffer, count * 24, count).set(primitive.subarray(0, count));
  return toText(bytes);
}

/** @throws when the text is none of ours */
export function decodeHandoffs(text: string): Handoffs {
  const { buffer, count } = fromText(text, HANDOFF_BYTES);
  return {
    count,
    fromUs: new Float64Array(buffer, 0, count),
    toUs: new Float64Array(buffer, count * 8, count),
    from: new Uint32Array(buffer, count * 16, count),
    to: new Uint32Array(buffer, count * 20, count),
    primitive: new Uint32Array(buffer, count * 24, count),
  };
}

/** As many characters as one call takes as arguments. */
const PIECE = 8192;

function toText(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}

function fromText(text: string, rowBytes: number): { buffer: ArrayBuffer; count: number } {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const count = bytes.length / rowBytes;
  if (!Number.isInteger(count)) throw new Error("columns of unequal length");
  return { buffer: bytes.buffer, count };
}
