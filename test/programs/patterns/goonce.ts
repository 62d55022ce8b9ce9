/* goonce goonceplain */

async function main() {
  const [first, second] = await Promise.all([loadOnce(), loadOnce()]);
  console.log(first === second, first instanceof Date);
}
void main();
//> true true
