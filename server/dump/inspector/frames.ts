/**
 * The frames of RFC 6455 as an inspector's client needs them: text both ways, and the control frames that come
 * with any connection.
 *
 * A heap snapshot arrives in hundreds of megabytes, so bytes are never copied twice: the pieces of a message are
 * kept as they came and joined once, when the last is there.
 */
import { randomBytes } from "node:crypto";

const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;

/** What a peer can say: whole messages, however many frames and packets they came in. */
export type Incoming =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "ping"; readonly payload: Buffer }
  | { readonly kind: "close" };

/** The peer does not speak the protocol. */
export class FrameError extends Error {
  override name = "FrameError";
}

interface Head {
  readonly opcode: number;
  readonly final: boolean;
  /** Of the payload, in bytes. */
  readonly length: number;
}

/** Takes a server's bytes as they come and gives whole messages. */
export class FrameReader {
  /** Bytes of a frame's head that is not complete yet. */
  #headBytes: Buffer = Buffer.alloc(0);
  #head: Head | null = null;
  #missing = 0;
  #framePieces: Buffer[] = [];
  #messagePieces: Buffer[] = [];

  push(bytes: Buffer): Incoming[] {
    const messages: Incoming[] = [];
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#head === null) rest = this.#readHead(rest);
      else {
        const piece = rest.subarray(0, this.#missing);
        this.#framePieces.push(piece);
        this.#missing -= piece.length;
        rest = rest.subarray(piece.length);
      }
      if (this.#head !== null && this.#missing === 0) this.#endFrame(this.#head, messages);
    }
    return messages;
  }

  #readHead(bytes: Buffer): Buffer {
    const known = this.#headBytes.length === 0 ? bytes : Buffer.concat([this.#headBytes, bytes]);
    const size = headSize(known);
    if (known.length < size) {
      this.#headBytes = known;
      return Buffer.alloc(0);
    }
    this.#headBytes = Buffer.alloc(0);
    this.#head = parseHead(known);
    this.#missing = this.#head.length;
    return known.subarray(size);
  }

  #endFrame({ opcode, final }: Head, messages: Incoming[]): void {
    const pieces = this.#framePieces;
    this.#framePieces = [];
    this.#head = null;
    switch (opcode) {
      case Opcode.text:
      case Opcode.continuation:
        this.#messagePieces.push(...pieces);
        if (!final) return;
        messages.push({ kind: "text", text: join(this.#messagePieces).toString("utf8") });
        this.#messagePieces = [];
        return;
      case Opcode.ping:
        messages.push({ kind: "ping", payload: join(pieces) });
        return;
      case Opcode.pong:
        return;
      case Opcode.close:
        messages.push({ kind: "close" });
        return;
      default:
        throw new FrameError(`a frame of an unexpected kind (${opcode})`);
    }
  }
}

export function textFrame(text: string): Buffer {
  return frame(Opcode.text, Buffer.from(text, "utf8"));
}

export function pongFrame(payload: Buffer): Buffer {
  return frame(Opcode.pong, payload);
}

export function closeFrame(): Buffer {
  return frame(Opcode.close, Buffer.alloc(0));
}

/** A whole message in one frame, masked, as everything that a client sends must be. */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(MASK_BYTES);
  const head = Buffer.alloc(2 + extraLengthBytes(payload.length));
  head[0] = FINAL | opcode;
  if (head.length === 2) head[1] = MASKED | payload.length;
  else if (head.length === 4) {
    head[1] = MASKED | LENGTH_16;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = MASKED | LENGTH_64;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  const masked = Buffer.from(payload);
  for (let i = 0; i < masked.length; i++) masked[i] = (masked[i] ?? 0) ^ (mask[i % MASK_BYTES] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

function extraLengthBytes(length: number): 0 | 2 | 8 {
  if (length < LENGTH_16) return 0;
  return length <= 0xffff ? 2 : 8;
}

/** How many bytes the head has, as far as its first two tell. */
function headSize(bytes: Buffer): number {
  const length = bytes[1];
  if (length === undefined) return 2;
  if ((length & MASKED) !== 0) throw new FrameError("a masked frame from a server");
  return 2 + (length === LENGTH_64 ? 8 : length === LENGTH_16 ? 2 : 0);
}

function parseHead(bytes: Buffer): Head {
  const first = bytes[0] ?? 0;
  if ((first & RESERVED) !== 0) throw new FrameError("a frame with bits that nobody agreed on");
  const short = bytes[1] ?? 0;
  const length =
    short === LENGTH_64
      ? Number(bytes.readBigUInt64BE(2))
      : short === LENGTH_16
        ? bytes.readUInt16BE(2)
        : short;
  return { opcode: first & 0x0f, final: (first & FINAL) !== 0, length };
}

function join(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}
