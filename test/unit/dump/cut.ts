/** Cuts text or bytes at places that are given as fractions. */
export function cut<Whole extends { slice(from: number, to: number): Whole; length: number }>(
  whole: Whole,
  fractions: readonly number[],
): Whole[] {
  const places = [
    0,
    ...fractions.map((one) => Math.floor(one * whole.length)).sort((a, b) => a - b),
    whole.length,
  ];
  return places.slice(1).map((end, i) => whole.slice(places[i]!, end));
}
