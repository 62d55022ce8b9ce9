// The executor of a promise is async and throws: nobody hears of it, and the promise stays pending.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

process.on("unhandledRejection", () => {});

function load() {
  return new Promise(async (resolve, reject) => {
    try {
      await null;
      throw new Error("no such file");
    } catch (error) {
      if (fixed) reject(error);
      else throw error;
    }
  });
}

async function main() {
  /*blocked: main*/ await load().catch(() => "default");
}

main();
