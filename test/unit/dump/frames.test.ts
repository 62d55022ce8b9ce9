/** The inspector's WebSocket frames: any message, cut anywhere, comes out whole. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { FrameError, FrameReader, pongFrame, textFrame } from "../../../server/dump/inspector/frames.js";
import { cut } from "./cut.js";

/** As a server sends it: without a mask. */
function serverFrame(opcode: number, payload: Buffer, final = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length <= 0xffff ? 4 : 10);
  head[0] = (final ? 0x80 : 0) | opcode;
  if (head.length === 2) head[1] = length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe("the frame reader", () => {
  it("gives each message whole, wherever the bytes were cut", () => {
    const messages = fc.array(fc.string({ maxLength: 400, unit: "grapheme" }), { maxLength: 5 });
    fc.assert(
      fc.property(messages, fractions, (texts, cuts) => {
        const bytes = Buffer.concat(texts.map((text) => serverFrame(1, Buffer.from(text))));
        const reader = new FrameReader();
        const read = cut(bytes, cuts).flatMap((piece) => reader.push(Buffer.from(piece)));
        assert.deepEqual(
          read,
          texts.map((text) => ({ kind: "text", text })),
        );
      }),
    );
  });

  it("joins a message of several frames, with a ping in between", () => {
    const reader = new FrameReader();
    const bytes = Buffer.concat([
      serverFrame(1, Buffer.from("one "), false),
      serverFrame(9, Buffer.from("?")),
      serverFrame(0, Buffer.from("and "), false),
      serverFrame(0, Buffer.from("two")),
      serverFrame(8, Buffer.alloc(0)),
    ]);
    assert.deepEqual(reader.push(bytes), [
      { kind: "ping", payload: Buffer.from("?") },
      { kind: "text", text: "one and two" },
      { kind: "close" },
    ]);
  });

  it("takes messages longer than 64 KB", () => {
    const text = "x".repeat(200_000);
    assert.deepEqual(new FrameReader().push(serverFrame(1, Buffer.from(text))), [{ kind: "text", text }]);
  });

  it("refuses what no server may send", () => {
    assert.throws(() => new FrameReader().push(textFrame("masked")), FrameError);
    assert.throws(() => new FrameReader().push(Buffer.from([0xf1, 0])), FrameError);
    assert.throws(() => new FrameReader().push(serverFrame(3, Buffer.alloc(0))), FrameError);
  });

  it("masks what it sends, whatever its length", () => {
    for (const length of [0, 1, 125, 126, 65_535, 65_536]) {
      const bytes = textFrame("y".repeat(length));
      const headSize = length < 126 ? 2 : length <= 0xffff ? 4 : 10;
      assert.equal(bytes.length, headSize + 4 + length);
      assert.equal(bytes[1]! & 0x80, 0x80);
      const mask = bytes.subarray(headSize, headSize + 4);
      const payload = bytes.subarray(headSize + 4).map((byte, i) => byte ^ mask[i % 4]!);
      assert.equal(Buffer.from(payload).toString(), "y".repeat(length));
    }
    assert.equal(pongFrame(Buffer.from("?"))[0], 0x8a);
  });
});
