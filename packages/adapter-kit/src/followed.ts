import { formatCollection, LienThongError, type Selection } from '@lienthong/core';

/** Changes of a collection are told once, so one selection has to hold the columns of all. */
export function requireDistinct(selections: readonly Selection[]): void {
  const seen = new Set<string>();
  for (const { collection } of selections) {
    const name = formatCollection(collection);
    if (seen.has(name)) {
      throw new LienThongError('INTERNAL', { message: `${name} is followed twice: one selection must hold the columns of both` });
    }
    seen.add(name);
  }
}
