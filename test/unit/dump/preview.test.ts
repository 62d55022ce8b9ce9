/** Previews are short, run no code, and tell no secrets. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSecret, MASKED, preview } from "../../../server/dump/preview.js";
import type { RemoteValue } from "../../../server/dump/heap-objects.js";

const text = (value: string): RemoteValue => ({ type: "string", value });

function object(properties: Readonly<Record<string, RemoteValue>>): [RemoteValue, () => Promise<object[]>] {
  const value: RemoteValue = { type: "object", className: "Object", objectId: "1" };
  return [
    value,
    () => Promise.resolve(Object.entries(properties).map(([name, one]) => ({ name, value: one }))),
  ];
}

const show = (name: string, value: RemoteValue, read: () => Promise<object[]> = () => Promise.resolve([])) =>
  preview(name, value, read as Parameters<typeof preview>[2]);

describe("a preview", () => {
  it("masks what is named like a secret, also inside of objects", async () => {
    for (const name of ["password", "dbPassword", "token", "accessToken", "clientSecret", "Authorization"])
      assert.ok(isSecret(name), name);
    for (const name of ["cookie", "setCookie", "apiKey", "api_key", "apikey", "privateKey", "credentials"])
      assert.ok(isSecret(name), name);
    for (const name of ["id", "user", "key", "path", "compass", "started", "author"])
      assert.ok(!isSecret(name), name);
    assert.equal(await show("password", text("hunter2")), MASKED);
    const [value, read] = object({ user: text("ann"), password: text("hunter2") });
    assert.equal(await show("login", value, read), `{ user: "ann", password: ${MASKED} }`);
  });

  it("is bounded in every direction", async () => {
    assert.ok((await show("x", text("y".repeat(10_000)))).length < 100);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`p${i}`, text("z".repeat(500))]));
    const [value, read] = object(many);
    const shown = await show("x", value, read);
    assert.ok(shown.length <= 161, `${shown.length}`);
  });

  it("shows simple values as they are written", async () => {
    const cases: readonly (readonly [RemoteValue, string])[] = [
      [{ type: "number", value: 3, description: "3" }, "3"],
      [{ type: "number", unserializableValue: "-0", description: "-0" }, "-0"],
      [{ type: "bigint", unserializableValue: "12n", description: "12n" }, "12n"],
      [{ type: "boolean", value: false }, "false"],
      [{ type: "undefined" }, "undefined"],
      [{ type: "object", subtype: "null", value: null }, "null"],
      [{ type: "function", description: "async function load(id) { return id; }" }, "ƒ load"],
      [{ type: "object", className: "Map", description: "Map(3)", objectId: "9" }, "Map(3)"],
    ];
    for (const [value, shown] of cases) assert.equal(await show("x", value), shown);
  });
});
