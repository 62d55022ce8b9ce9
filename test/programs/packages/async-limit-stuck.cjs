// One of many never calls back.
const async = require("async");

async function main() {
  await async.mapLimit([1, 2, 3, 4], 2, function load(value, done) {
    if (value !== 3) setTimeout(done, 5, null, value);
  });
}

main();
