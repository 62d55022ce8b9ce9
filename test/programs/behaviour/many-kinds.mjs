// As many tasks as asked for, each of a name of its own, so that none is like another.
const hour = 3_600_000;

for (let number = 0; number < Number(process.argv[2]); number++) {
  const name = `kind${number}`;
  const { [name]: task } = {
    [name]: async () => {
      await new Promise((resolve) => setTimeout(resolve, hour));
    },
  };
  task();
}
await new Promise((resolve) => setTimeout(resolve, hour));
