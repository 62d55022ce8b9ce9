// A callback interface is wrapped into a promise that knows of success alone.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function readConfig(path, done) {
  setTimeout(() => done(path === "missing" ? new Error("no such file") : null, "{}"), 5);
}

function read(path) {
  return new Promise((resolve, reject) => {
    readConfig(path, (error, text) => {
      if (!error) resolve(text);
      else if (fixed) reject(error);
    });
  });
}

async function main() {
  /*blocked: main*/ await read("missing").catch(() => "{}");
}

main();
