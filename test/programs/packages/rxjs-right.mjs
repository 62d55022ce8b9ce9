// Observables that have values and end.
import { Subject, firstValueFrom, from, lastValueFrom, take, timer } from "rxjs";

const answers = new Subject();
setTimeout(() => answers.next(42), 5);
console.log(await firstValueFrom(answers));
console.log(await lastValueFrom(from([1, 2, 3])));
console.log(await lastValueFrom(timer(1, 1).pipe(take(3))));
console.log(await from([4, 5]).toPromise());
console.log(await firstValueFrom(from([])).catch((error) => error.name));
