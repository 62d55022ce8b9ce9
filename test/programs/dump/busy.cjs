// Rests only for a moment, some seconds after it was started.
async function waiting() {
  await new Promise((resolve) => setTimeout(resolve, 1e6));
}
waiting();
process.stdout.write("ready\n");
setTimeout(() => {
  const end = Date.now() + Number(process.argv[2] ?? 4000);
  while (Date.now() < end);
}, 50);
