/** So many digits. */
export function randomDigits(random: () => number, count: number): string {
  let digits = '';
  for (let index = 0; index < count; index += 1) digits += String(below(random, 10));
  return digits;
}

export function pick<Item>(random: () => number, items: readonly [Item, ...Item[]]): Item {
  return items[below(random, items.length)] ?? items[0];
}

/** A whole number from 0 up to, not including, the limit. */
export function below(random: () => number, limit: number): number {
  return Math.min(limit - 1, Math.floor(random() * limit));
}
