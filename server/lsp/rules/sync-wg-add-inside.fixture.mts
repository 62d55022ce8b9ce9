import { WaitGroup, go } from "sluice";

declare function work(index?: number): Promise<void>;

async function addsItself() {
  const wg = new WaitGroup();
  for (let i = 0; i < 3; i++) {
    go(async () => {
      wg.add(1); // told: wait() may be over before
      try {
        await work(i);
      } finally {
        wg.done();
      }
    });
  }
  await wg.wait();
}

async function byName() {
  const wg = new WaitGroup();
  const task = async () => {
    wg.add(); // told: Add before the task is started
    try {
      await work();
    } finally {
      wg.done();
    }
  };
  go(task);
  await wg.wait();
}

async function before() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    try {
      await work();
    } finally {
      wg.done();
    }
  });
  await wg.wait();
}

async function forOthers() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    try {
      await work();
      wg.add();
      go(async () => {
        try {
          await work();
        } finally {
          wg.done();
        }
      });
    } finally {
      wg.done();
    }
  });
  await wg.wait();
}

async function ofItsOwn() {
  go(async () => {
    const wg = new WaitGroup();
    wg.add();
    wg.done();
    await wg.wait();
  });
}

export { addsItself, before, byName, forOthers, ofItsOwn };
