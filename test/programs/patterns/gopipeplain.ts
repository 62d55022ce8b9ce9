/* gopipeplain */

async function* words(): AsyncGenerator<string> {
  yield* ["a", "bb", "ccc"];
}

async function main() {
  for await (const length of stage(words())) console.log(length);
  const controller = new AbortController();
  try {
    for await (const length of stage(words(), controller.signal)) {
      console.log(length);
      controller.abort(new Error("enough"));
    }
  } catch (error) {
    console.log(String(error));
  }
}
void main();
//> 1
//> 2
//> 3
//> 1
//> Error: enough
