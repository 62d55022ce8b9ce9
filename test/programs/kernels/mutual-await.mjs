// Two tasks wait for each other's promise.
let first;
let second;

async function alice() {
  await null;
  /*blocked: alice*/ await second;
}

async function bob() {
  await null;
  /*blocked: bob*/ await first;
}

first = alice();
second = bob();
/*blocked: (anonymous)*/ await Promise.all([first, second]);
