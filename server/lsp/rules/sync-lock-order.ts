import { heldSections, type Held } from "../analysis/locks.js";
import type { Rule } from "./rule.js";

export const lockOrder: Rule = {
  code: "sync/lock-order",
  severity: "warning",
  title: "Two locks are taken in both orders",
  why: "When one task holds the first and wants the second while another holds the second and wants the first, both wait for ever. One order everywhere makes that impossible.",
  wrong: `import { Mutex } from "sluice";

const from = new Mutex();
const to = new Mutex();

export async function move(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}

export async function moveBack(work: () => Promise<void>): Promise<void> {
  using _to = await to.lock();
  using _from = await from.lock();
  await work();
}
`,
  right: `import { Mutex } from "sluice";

const from = new Mutex();
const to = new Mutex();

export async function move(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}

export async function moveBack(work: () => Promise<void>): Promise<void> {
  using _from = await from.lock();
  using _to = await to.lock();
  await work();
}
`,
  needsLibrary: true,
  check(file, tell) {
    const sections = heldSections(file).filter(({ kind }) => kind !== "semaphore");
    const homes = new Map(sections.map((one) => [one, file.homeOf(one.call)]));
    const nested = sections.flatMap((outer) =>
      sections
        .filter((inner) => homes.get(inner) === outer.home && isUnder(inner, outer))
        .map((inner) => ({ outer, inner })),
    );
    const name = ({ receiver }: Held): string => file.nodes.text(receiver);
    nested.forEach(({ outer, inner }, index) => {
      if (inner.identity === outer.identity) {
        if (inner.shared && outer.shared) return;
        const message = `${name(inner)} is held already, since line ${file.nodes.line(outer.call)}: this waits for itself`;
        tell({ node: inner.call, message, related: { node: outer.call, message: "it is taken here" } });
        return;
      }
      const other = nested
        .slice(0, index)
        .find((one) => one.outer.identity === inner.identity && one.inner.identity === outer.identity);
      if (!other || (inner.shared && outer.shared && other.inner.shared && other.outer.shared)) return;
      tell({
        node: inner.call,
        message: `${name(inner)} is taken while ${name(outer)} is held; line ${file.nodes.line(other.inner.call)} takes them the other way round`,
        related: { node: other.inner.call, message: `${name(outer)} is taken while ${name(inner)} is held` },
      });
    });
  },
};

function isUnder(inner: Held, outer: Held): boolean {
  return inner !== outer && outer.from <= inner.call.pos && inner.call.end <= outer.to;
}
