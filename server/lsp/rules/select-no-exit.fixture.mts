import { Ticker, otherwise, select, sleep, type Case, type Channel, type Context } from "sluice";

async function forEver(lines: Channel<string>) {
  for (;;) {
    await select(lines.onReceive((line) => console.log(line))); // told: nothing ends this loop
  }
}

async function spinsWhenDone(ctx: Context, lines: Channel<string>) {
  while (true) {
    await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => {
        // told: once it is done, the loop spins
        return;
      }),
    );
  }
}

async function breaksASwitch(lines: Channel<string>) {
  while (true) {
    const line = await select(lines.onReceive()); // told: no case leads out of it
    switch (line) {
      case "end":
        break;
    }
  }
}

async function forgetsItsContext(ctx: Context, lines: Channel<string>) {
  for (;;) {
    await select(lines.onReceive((line) => console.log(line))); // told: no case leads out of it
    console.log(ctx.err());
  }
}

async function saysGoodbye(ctx: Context, lines: Channel<string>) {
  for (;;) {
    await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => console.log("done")), // told: once it is done, the loop spins
    );
  }
}

async function givesAValue(ctx: Context, lines: Channel<string>) {
  for (;;) {
    const line = await select(
      lines.onReceive((text = "") => text),
      ctx.done().onReceive(() => ""), // told: once it is done, the loop spins
    );
    console.log(line);
  }
}

async function returns(ctx: Context, lines: Channel<string>) {
  for (;;) {
    const over = await select(
      lines.onReceive(() => false),
      ctx.done().onReceive(() => true),
    );
    if (over) return;
  }
}

async function throwsOut(ctx: Context, lines: Channel<string>) {
  for (;;) {
    await select(
      lines.onReceive(() => false),
      ctx.done().onReceive(() => {
        throw ctx.cause();
      }),
    );
  }
}

async function endsByContext(ctx: Context, lines: Channel<string>) {
  for (;;) await select(lines.onReceive(), ctx);
}

async function outerBreak(lines: Channel<string>) {
  all: for (;;) {
    for (;;) {
      const line = await select(lines.onReceive());
      if (line === undefined) break all;
    }
  }
}

async function hasCondition(lines: Channel<string>) {
  let open = true;
  while (open) {
    await select(
      lines.onReceive((_, ok) => {
        open = ok;
      }),
    );
  }
}

async function unknownCases(cases: Case<void>[], handler: () => void, lines: Channel<string>) {
  for (;;) await select(...cases);
  for (;;) await select(lines.onReceive(handler));
}

async function* generates(ticker: Ticker) {
  for (;;) {
    await select(ticker.channel.onReceive(() => undefined));
    yield 1;
  }
}

async function exits(lines: Channel<string>) {
  for (;;) {
    await select(
      lines.onReceive(() => process.exit(0)),
      otherwise(async () => await sleep(1)),
    );
  }
}

export {
  breaksASwitch,
  endsByContext,
  exits,
  forEver,
  forgetsItsContext,
  generates,
  givesAValue,
  hasCondition,
  outerBreak,
  returns,
  saysGoodbye,
  spinsWhenDone,
  throwsOut,
  unknownCases,
};
