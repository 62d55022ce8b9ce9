/** `npm run bench -- views`: what the views take, one part of them a file. */
import { ofParts } from "./table.mjs";
import { frames } from "./views/frames.mjs";
import { latency } from "./views/latency.mjs";
import { memory } from "./views/memory.mjs";

/** Memory is watched for ten minutes, or for as many `seconds` as are given. */
export const views = ofParts("views", { latency, frames, memory }, new Set(["memory"]));
