/** Panic: a misuse of the library (a send on a closed channel, an unlock of an unlocked mutex) that nobody handled. */
import type { Model } from "../model/model.js";
import type { Detector, Finding } from "./finding.js";

export const panic: Detector = {
  kind: "panic",
  headline: () => "misuse that nobody handled - panic!",
  check(model: Model): Finding[] {
    return model.misuses.map(({ code, message, stack }) => ({
      kind: "panic",
      certain: true,
      message: `${message} (${code})`,
      tasks: [],
      primitives: [],
      sites: stack,
    }));
  },
};
