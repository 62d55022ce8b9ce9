// Runs on when it is asked to end: only force ends it.
process.on("SIGTERM", () => console.log("not yet"));
console.log(`pid ${process.pid}`);
setInterval(() => {}, 1000);
