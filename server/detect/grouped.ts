/** Items by key, in the order of the first of each. */
export function groupsBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The same where the keys are not wanted any more. */
export function groupedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[][] {
  return [...groupsBy(items, keyOf).values()];
}
