import { type KeyText, above as keysAbove, upTo as keysUpTo } from '@lienthong/adapter-kit';
import type { KeyColumn } from './key-columns.ts';
import type { BindList } from './sql.ts';

/** NULL lies above everything, as the server puts it in order. */
const nulls = 'highest';

export function above(columns: readonly KeyColumn[], key: KeyText, binds: BindList): string {
  return keysAbove(columns, key, binds, nulls);
}

export function upTo(columns: readonly KeyColumn[], key: KeyText, binds: BindList): string {
  return keysUpTo(columns, key, binds, nulls);
}
