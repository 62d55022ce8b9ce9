// A load that needs, on its way, the very thing that it loads.
// found: deadlock; by fetchUser, main
import { SingleFlight } from "sluice";

const fixed = process.argv[2] === "fixed";

const flights = new SingleFlight("users");

async function loadUser(name) {
  return /*blocked: loadUser*/ await flights.do(name, async function fetchUser() {
    if (fixed) return name;
    return /*blocked: fetchUser*/ await loadUser(name);
  });
}

async function main() {
  /*blocked: main*/ await loadUser("ada");
}

main();
