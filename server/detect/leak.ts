/**
 * Tasks that can never go on, while the program does.
 *
 * Certain: a dump has looked at all that could wake them, and it is held by nobody but by tasks that wait
 * themselves. Where the main flow is among them it is a deadlock instead.
 */
import type { Model } from "../model/model.js";
import type { Detector, Finding } from "./finding.js";
import { stuckFinding, stuckSets } from "./stuck-sets.js";

export const leak: Detector = {
  kind: "leak",
  headline: "tasks that can never go on - leak!",
  check(model: Model): Finding[] {
    const leaked = stuckSets(model).filter((set) => !set.some((task) => task.mainFlow));
    return leaked.map((set) => stuckFinding(model, "leak", set));
  },
};
