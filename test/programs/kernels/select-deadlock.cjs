// Nobody is left to send to either of the channels; the program is CommonJS.
const { chan, select } = require("sluice");

const left = chan(0, "left");
const right = chan(0, "right");

async function main() {
  /*blocked: main*/ await select(left.onReceive(), right.onReceive());
}

main();
