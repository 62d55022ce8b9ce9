/**
 * Random programs that know where each of their async functions is suspended.
 *
 * Every function has statements on lines of their own. Before each await a function notes its line; when the event
 * loop has drained, the program prints how often it did, and every function instance that has not ended: its name, its
 * line, and the instance that awaits it directly, if one does. That is the oracle; it knows nothing of promise hooks.
 */

const PRELUDE = `
const instances = [];
let awaits = 0;
const begin = (name, awaiter) => {
  let at = 0;
  const self = { name, get line() { return at; }, set line(line) { at = line; awaits++; }, awaiter, ended: false };
  instances.push(self);
  return self;
};
const never = () => new Promise(() => {});
const soon = (turns) => turns === 0 ? null : Promise.resolve().then(() => soon(turns - 1));
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const shared = never();
process.on("beforeExit", () => {
  const stuck = instances.filter((one) => !one.ended);
  const index = new Map(stuck.map((one, i) => [one, i]));
  const suspended = stuck.map(({ name, line, awaiter }) => ({ name, line, awaiter: index.get(awaiter) ?? null }));
  console.log(JSON.stringify({ awaits, suspended }));
});
`;

interface Shape {
  readonly functions: number;
  /** In each function at most. */
  readonly statements: number;
  readonly hot: boolean;
}

/** Spends the tracer's budget of stacks, and keeps it spent: such a program is told late, or by inference. */
const HOT = `
const burn = () => { for (let i = 0; i < 12000; i++) new Promise(() => {}); };
burn();
`;

export class RandomProgram {
  readonly #lines: string[] = PRELUDE.trim().split("\n");
  #state: number;

  constructor(seed: number, { functions, statements, hot }: Shape) {
    this.#state = seed;
    if (hot) this.#lines.push(...HOT.trim().split("\n"));
    for (let i = 0; i < functions; i++) this.#addFunction(i, 1 + this.#below(statements));
    for (let i = 0; i < functions / 2; i++) this.#add(`f${this.#below(functions)}(null);`);
  }

  get text(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  /** Functions call only those before them, so that every program ends. */
  #addFunction(index: number, statements: number): void {
    const arrow = this.#below(3) === 0;
    const head = arrow ? `const f${index} = async (awaiter) => {` : `async function f${index}(awaiter) {`;
    this.#add(head);
    this.#add(`  const self = begin("f${index}", awaiter);`);
    this.#add("  try {");
    for (let i = 0; i < statements; i++) this.#addStatement(index);
    this.#add("  } finally { self.ended = true; }");
    this.#add(arrow ? "};" : "}");
  }

  #addStatement(index: number): void {
    const note = (): string => `self.line = ${this.#lines.length + 1}`;
    const callee = index === 0 ? null : `f${this.#below(index)}`;
    const kinds: (() => string)[] = [
      () => `${note()}; await soon(${this.#below(4)});`,
      () => `${note()}; await later(${this.#below(4)});`,
      () => `${note()}; await ${this.#below(100)};`,
      () => `${note()}; await { then: (resolve) => resolve(1) };`,
      () => `Promise.resolve(1).then((x) => x).finally(() => {});`,
      () => `new Promise((resolve) => setTimeout(resolve, 1)).then(() => soon(2));`,
      () =>
        `try { ${note()}; await Promise.reject(new Error("expected")); } catch { ${note()}; await null; }`,
      () => `${note()}; await Promise.all([soon(1), 2, later(1)]);`,
      () => `${note()}; await soon(2).then(() => 1).catch(() => 2);`,
      () => `${note()}; for await (const x of [soon(1), 2]) void x;`,
    ];
    const stuck: (() => string)[] = [
      () => `${note()}; await never();`,
      () => `${note()}; await shared;`,
      () => `${note()}; await Promise.race([never(), never()]);`,
    ];
    if (callee !== null) {
      const call = (): string => `${note()}; await ${callee}(self);`;
      kinds.push(
        call,
        call,
        () => `${callee}(null);`,
        () => `${note()}; await Promise.all([${callee}(null), ${callee}(null)]);`,
        () => `setTimeout(() => ${callee}(null), ${this.#below(3)});`,
        () => `soon(1).then(() => ${callee}(null));`,
        () => `{ const held = ${callee}(null); ${note()}; await soon(1); ${note()}; await held; }`,
      );
    }
    const choices = this.#below(12) === 0 ? stuck : kinds;
    this.#add(`    ${(choices[this.#below(choices.length)] ?? kinds[0])?.() ?? ""}`);
  }

  #add(line: string): void {
    this.#lines.push(line);
  }

  /** A small generator of its own (a linear congruence), so that a seed names a program on every Node. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}
