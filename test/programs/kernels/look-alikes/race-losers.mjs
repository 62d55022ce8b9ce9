// A timeout wins; what it raced against is left behind on purpose.

const never = async () => {
  await new Promise(() => {});
};
for (let i = 0; i < 3; i++) {
  await Promise.race([never(), new Promise((resolve) => setTimeout(resolve, 5))]);
}
