/** Serves until the parent says that it has asked enough, then tells it the CPU time that this process took. */
export function serve(server) {
  let before;
  server.listen(0, "127.0.0.1", () => {
    before = process.cpuUsage();
    process.send(server.address().port);
  });
  process.on("message", () => {
    const { user, system } = process.cpuUsage(before);
    process.send((user + system) * 1000, () => process.exit(0));
  });
}
