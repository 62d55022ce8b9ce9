/** `npm run bench -- memory`: what the tracer holds in the memory of the program, one part of it a file. */
import { live } from "./memory/live.mjs";
import { server } from "./memory/server.mjs";
import { ofParts } from "./table.mjs";

/** A server is asked for ten minutes, or for as many `seconds` as are given. */
export const memory = ofParts("memory", { live, server }, new Set(["server"]));
