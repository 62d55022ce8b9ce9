// The loop runs empty while a task waits, and only then the program ends itself.
async function waitForNews() {
  /*blocked: waitForNews*/ await new Promise(() => {});
}

process.once("beforeExit", () => process.exit(0));
waitForNews();
