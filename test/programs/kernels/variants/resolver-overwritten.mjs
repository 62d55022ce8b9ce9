// One slot for the resolver of whoever waits: the second waiter overwrites the first one's.
// found: leak; by waitForTurn
const fixed = process.argv[2] === "fixed";

let waiting = [];

async function waitForTurn() {
  /*blocked: waitForTurn*/ await new Promise((resolve) => {
    waiting = fixed ? [...waiting, resolve] : [resolve];
  });
}

waitForTurnLater();
function waitForTurnLater() {
  setTimeout(() => void waitForTurn(), 2);
  setTimeout(() => void waitForTurn(), 4);
}

setTimeout(() => waiting.forEach((resolve) => resolve()), 30);
