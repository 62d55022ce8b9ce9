// Stacks in callbacks of Node: the functions that call back stand at their end.
const fs = require("node:fs");
const net = require("node:net");
const { spawn } = require("node:child_process");

const show = (where) => console.log(where, new Error("here").stack.replaceAll(__dirname, ""));
async function go() {
  await null;
  await new Promise((resolve) => fs.stat(__filename, () => resolve(show("stat"))));
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await new Promise((resolve) => child.on("exit", () => resolve(show("exit"))));
  const server = net.createServer((socket) => {
    show("connection");
    socket.on("data", () => {
      show("data");
      socket.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(show("listening"))));
  const client = net.connect(server.address().port, "127.0.0.1");
  client.write("x");
  client.resume();
  await new Promise((resolve) => client.on("close", () => resolve(show("close"))));
  server.close();
}
go();
