// Ends by a signal that no program can handle, with a task of its own waiting.
async function waiter() {
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
}

waiter();
setTimeout(() => process.kill(process.pid, process.argv[2] ?? "SIGKILL"), 300);
