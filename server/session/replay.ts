import type { Tree } from "../model/tree.js";
import { Follower } from "./follower.js";

/**
 * A program as it was then: its recording read anew, up to there. Workers and child processes whose recordings are gone
 * by now are missing.
 *
 * @param prepare called before the first record
 * @throws when the recording cannot be read
 */
export async function replay(
  recording: string,
  untilMs: number,
  prepare: (model: Tree) => void = () => undefined,
): Promise<Tree> {
  const follower = new Follower(recording, { untilMs });
  prepare(follower.model);
  await follower.finish();
  if (follower.error !== null) throw follower.error;
  return follower.model;
}
