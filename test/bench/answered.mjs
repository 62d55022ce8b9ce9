/** A request to a server that is measured. */
import { get } from "node:http";

/** @param {{ port: number, agent: import("node:http").Agent, path?: string }} where Resolves when all of the answer is there. */
export function answered({ port, agent, path }) {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: "127.0.0.1", agent, path }, (response) => {
      response.resume().on("end", resolve);
    });
    request.on("error", reject);
  });
}
