/** The floor: a heap snapshot of a process over its inspector, thrown away as it comes. */
const [pid, port] = process.argv.slice(2).map(Number);
const INSPECTOR = `http://127.0.0.1:${port}/json/list`;
const POLL_MS = 10;

process.kill(pid, "SIGUSR1");
let targets;
while (targets === undefined) {
  targets = await fetch(INSPECTOR).then(
    (response) => response.json(),
    () => undefined,
  );
  if (targets === undefined) await new Promise((soon) => setTimeout(soon, POLL_MS));
}
const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
await new Promise((open) => socket.addEventListener("open", open));
const call = (id, method, params) =>
  new Promise((done) => {
    const listener = ({ data }) => {
      if (!data.startsWith(`{"id":${id},`)) return;
      socket.removeEventListener("message", listener);
      done();
    };
    socket.addEventListener("message", listener);
    socket.send(JSON.stringify({ id, method, params }));
  });
await call(1, "HeapProfiler.takeHeapSnapshot", { captureNumericValue: true });
await call(2, "Runtime.evaluate", { expression: "setTimeout(() => process._debugEnd(), 100), 0" });
socket.close();
