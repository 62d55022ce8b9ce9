import { ErrGroup, go } from "sluice";

declare function work(value: unknown): Promise<void>;

function withVar() {
  for (var i = 0; i < 3; i++) {
    go(async () => await work(i)); // told: i is one for all turns of the loop
  }
}

function withVarOf(all: readonly string[]) {
  for (var one of all) {
    setTimeout(() => work(one), 10); // told: one is one for all turns
  }
}

function declaredBefore(next: () => string | undefined, group: ErrGroup) {
  let item: string | undefined;
  while ((item = next()) !== undefined) {
    void group.go(() => work(item)); // told: item is one for all turns
  }
}

function withLet(all: readonly string[]) {
  for (let i = 0; i < 3; i++) go(async () => await work(i));
  for (const one of all) setTimeout(() => work(one), 10);
}

function asArgument() {
  for (var i = 0; i < 3; i++) go(work, i);
}

function itsOwn(next: () => string | undefined) {
  let item: string | undefined;
  while ((item = next()) !== undefined) {
    const mine = item;
    go(async () => await work(mine));
  }
}

async function waitsForIt() {
  for (var i = 0; i < 3; i++) {
    await new Promise<void>((resolve) => setTimeout(() => resolve(void work(i)), 10));
    await go(async () => await work(i));
  }
}

function endsWithIt(all: readonly string[]) {
  for (var one of all) {
    if (one !== "") {
      setTimeout(() => work(one), 10);
      break;
    }
  }
}

function counts(all: readonly string[]) {
  let pending = 0;
  for (const one of all) {
    pending += 1;
    setTimeout(() => {
      pending -= 1;
      void work(one);
    }, 10);
  }
  return () => pending;
}

function atOnce(all: readonly string[]) {
  for (var i = 0; i < 3; i++) all.forEach((one) => work([one, i]));
}

export {
  asArgument,
  atOnce,
  counts,
  declaredBefore,
  endsWithIt,
  itsOwn,
  waitsForIt,
  withLet,
  withVar,
  withVarOf,
};
