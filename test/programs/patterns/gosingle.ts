/* gosingle gosingleplain */

async function main() {
  console.log((await Promise.all([load("a"), load("a"), load("b")])).join(", "), flights.size);
}
void main();
//> value of a, value of a, value of b 0
