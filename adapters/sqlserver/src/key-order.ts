import { type KeyText, above as keysAbove, upTo as keysUpTo } from '@lienthong/adapter-kit';
import type { KeyColumn } from './key-columns.ts';
import type { ParameterList } from './sql.ts';

/** NULL lies below everything, as the server puts it in order. */
const nulls = 'lowest';

export function above(columns: readonly KeyColumn[], key: KeyText, parameters: ParameterList): string {
  return keysAbove(columns, key, parameters, nulls);
}

export function upTo(columns: readonly KeyColumn[], key: KeyText, parameters: ParameterList): string {
  return keysUpTo(columns, key, parameters, nulls);
}
