import { type KeyText, above as keysAbove, upTo as keysUpTo } from '@lienthong/adapter-kit';
import type { KeyColumn } from './key-columns.ts';

/** NULL lies below everything, as the server puts it in order. */
const nulls = 'lowest';

export function above(columns: readonly KeyColumn[], key: KeyText): string {
  return keysAbove(columns, key, undefined, nulls);
}

export function upTo(columns: readonly KeyColumn[], key: KeyText): string {
  return keysUpTo(columns, key, undefined, nulls);
}
