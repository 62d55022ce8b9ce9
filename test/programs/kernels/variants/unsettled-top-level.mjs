// The top-level await of a module on a promise that nobody settles: Node ends with exit code 13.
// found: deadlock; by (main)
const fixed = process.argv[2] === "fixed";

const answer = new Promise((resolve) => {
  if (fixed) setTimeout(resolve, 5, 42);
});

/*blocked: (anonymous)*/ await answer;
