/**
 * What can be written behind a dot: `jobs.pool`. Bodies are written as those of patterns are; `§` is what stands before
 * the dot.
 */
import type { Kind } from "../library/kinds.js";

export interface Postfix {
  /** What one types behind the dot. */
  readonly name: string;
  readonly title: string;
  /** What it can stand behind; "unknown" is what the file does not tell the kind of. */
  readonly on: readonly (Kind | "unknown")[];
  /** A statement is offered only where one can stand. */
  readonly form: "expression" | "statement";
  /** Gives a promise, which is awaited where it is a statement of its own. */
  readonly awaited?: boolean;
  readonly imports: readonly string[];
  readonly body: readonly string[];
  /** The prefix of the pattern whose function the body calls, which is added to the file if it is not there. */
  readonly helper?: string;
}

export const postfixes: readonly Postfix[] = [
  {
    name: "pool",
    title: "Worker pool on this channel",
    on: ["channel"],
    form: "expression",
    imports: ["workerPool"],
    body: ["@workerPool(${1|4,2,8,16|}, §, async (${2:job}) => {", "\treturn ${2:job};", "})"],
  },
  {
    name: "pool",
    title: "So many of these at a time",
    on: ["list", "unknown"],
    form: "expression",
    awaited: true,
    imports: [],
    body: ["mapBounded(§, async (${1:item}) => {", "\treturn ${1:item};", "})"],
    helper: "gopoolplain",
  },
  {
    name: "merge",
    title: "Fan-in of these channels",
    on: ["channels", "unknown"],
    form: "expression",
    imports: ["fanIn"],
    body: ["@fanIn(...§)"],
  },
  {
    name: "pipe",
    title: "Pipeline stage behind this channel",
    on: ["channel"],
    form: "expression",
    imports: ["pipe"],
    body: ["@pipe(§, async (${1:value}) => {", "\treturn ${1:value};", "})"],
  },
  {
    name: "fanout",
    title: "Fan-out of this channel",
    on: ["channel"],
    form: "expression",
    imports: ["fanOut"],
    body: ["@fanOut(§, ${1|4,2,8,16|})"],
  },
  {
    name: "tee",
    title: "Each value to two",
    on: ["channel"],
    form: "statement",
    imports: ["tee"],
    body: ["const [${1:first}, ${2:second}] = @tee(§);"],
  },
  {
    name: "ordone",
    title: "Until it or a context ends",
    on: ["channel"],
    form: "expression",
    imports: ["orDone"],
    body: ["@orDone(${1:ctx}, §)"],
  },
  {
    name: "range",
    title: "Loop until it is closed",
    on: ["channel"],
    form: "statement",
    imports: [],
    body: ["for await (const ${1:value} of §) {", "\t$0", "}"],
  },
  {
    name: "within",
    title: "Receive, with a timeout",
    on: ["channel"],
    form: "expression",
    awaited: true,
    imports: ["after", "select"],
    body: [
      "@select(",
      "\t§.onReceive(),",
      "\t@after(${1|1000,100,5000,30000|}).onReceive(() => undefined),",
      ")",
    ],
  },
  {
    name: "within",
    title: "Await, with a timeout",
    on: ["promise", "task", "unknown"],
    form: "expression",
    awaited: true,
    imports: [],
    body: ["within(§, ${1|1000,100,5000,30000|})"],
    helper: "goseltimeplain",
  },
  {
    name: "retry",
    title: "Try again, with back-off",
    on: ["promise", "unknown"],
    form: "expression",
    awaited: true,
    imports: [],
    body: ["retry(() => §)"],
    helper: "goretry",
  },
  {
    name: "section",
    title: "Section under this lock",
    on: ["Mutex", "RWMutex"],
    form: "statement",
    imports: [],
    body: ["await §.lock();", "try {", "\t$0", "} finally {", "\t§.unlock();", "}"],
  },
  {
    name: "reading",
    title: "Section for readers",
    on: ["RWMutex"],
    form: "statement",
    imports: [],
    body: ["await §.rLock();", "try {", "\t$0", "} finally {", "\t§.rUnlock();", "}"],
  },
  {
    name: "permit",
    title: "Section with a permit",
    on: ["Semaphore"],
    form: "statement",
    imports: [],
    body: ["await §.acquire();", "try {", "\t$0", "} finally {", "\t§.release();", "}"],
  },
  {
    name: "timeout",
    title: "Context with timeout under this one",
    on: ["context"],
    form: "statement",
    imports: ["withTimeout"],
    body: [
      "const [${1:ctx}, ${2:cancel}] = @withTimeout(§, ${3|5000,1000,30000|});",
      "try {",
      "\t$0",
      "} finally {",
      "\t${2:cancel}();",
      "}",
    ],
  },
  {
    name: "ticks",
    title: "Loop over the ticks",
    on: ["Ticker"],
    form: "statement",
    imports: [],
    body: [
      "try {",
      "\tfor await (const ${1:at} of §.channel) {",
      "\t\t$0",
      "\t}",
      "} finally {",
      "\t§.stop();",
      "}",
    ],
  },
];
