/**
 * Stalled loop: synchronous code ran so long that nothing else could: no timer, no request, no other task. What ran is
 * told as far as it was a task: from which await it went on, or where it was called. Never certain.
 */
import type { Model } from "../model/model.js";
import type { Stall } from "../model/task.js";
import { describeDuration, describeSite } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import { groupedBy } from "./grouped.js";
import { timesInWords } from "./telling.js";

export const stalledLoop: Detector = {
  kind: "stalled-loop",
  headline: () => "the event loop stood still",
  check(model: Model): Finding[] {
    const alike = groupedBy(model.stalls, ({ site, name }) => `${site && describeSite(site)} ${name}`);
    return alike.map(findingOf);
  },
};

function findingOf(stalls: readonly Stall[]): Finding {
  const longest = stalls.reduce((a, b) => (b.blockedMs > a.blockedMs ? b : a));
  const { blockedMs, name, site } = longest;
  const where = site === null ? "" : ` after ${describeSite(site)}`;
  const who = name === null ? "" : `; ${name} ran${where}`;
  return {
    kind: "stalled-loop",
    certain: false,
    message: `the event loop did not turn for ${describeDuration(blockedMs)}${who}${timesInWords(stalls.length)}`,
    tasks: [...new Set(stalls.flatMap(({ task }) => task ?? []))],
    primitives: [],
    sites: site === null ? [] : [site],
  };
}
