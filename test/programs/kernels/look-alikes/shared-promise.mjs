// Many tasks that wait for one connection.

let connecting;

function connect() {
  connecting ??= new Promise((resolve) => setTimeout(resolve, 200, "connected"));
  return connecting;
}

async function query() {
  await connect();
}

await Promise.all(Array.from({ length: 20 }, query));
