import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ActiveCall } from "../../../tracer/recorder/active-call.js";
import { ResourceOwners } from "../../../tracer/recorder/resource-owners.js";

const MANY = 200_000;

const aCall = (): ActiveCall => new ActiveCall(null, 0, 0, 0);

describe("who created a resource", () => {
  it("is known for each of the last many thousands", () => {
    const owners = new ResourceOwners();
    const calls = Array.from({ length: MANY }, aCall);
    for (const [id, call] of calls.entries()) owners.set(id, call);
    for (let id = MANY - 10_000; id < MANY; id++) assert.equal(owners.get(id), calls[id]);
  });

  it("is forgotten, and never taken for another's, where very many came after it", () => {
    const owners = new ResourceOwners();
    owners.set(1, aCall());
    for (let id = 2; id < MANY; id++) owners.set(id, aCall());
    assert.equal(owners.get(1), null);
    assert.equal(owners.get(MANY), null);
  });

  it("stays known while it calls back again and again", () => {
    const owners = new ResourceOwners();
    const server = aCall();
    owners.set(1, server);
    for (let id = 2; id < MANY; id++) {
      owners.set(id, aCall());
      if (id % 1000 === 0) assert.equal(owners.get(1), server, `after ${String(id)}`);
    }
    assert.equal(owners.get(1), server);
  });

  it("stays known beside very many others that call back again and again", () => {
    const owners = new ResourceOwners();
    const server = aCall();
    owners.set(1, server);
    for (let id = 2; id < MANY; id++) {
      owners.set(id, aCall());
      for (let time = 0; time < 3; time++) owners.get(id);
      if (id % 1000 === 0) assert.equal(owners.get(1), server, `after ${String(id)}`);
    }
  });
});
