// Promises made of observables: one of a subject that nobody feeds, one of an observable that never completes.
import { Subject, filter, firstValueFrom, lastValueFrom } from "rxjs";

const answers = new Subject();

async function first() {
  await firstValueFrom(answers);
}

async function last() {
  await lastValueFrom(answers.pipe(filter((answer) => answer > 1)));
}

async function main() {
  await Promise.all([first(), last()]);
}

main();
