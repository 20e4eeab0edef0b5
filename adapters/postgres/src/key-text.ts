import { LienThongError, type RowBlock, valueOfBlock } from '@lienthong/core';

/** A value as a text that a literal can be made of: the server compares what it printed itself. */
export function keyText(rows: RowBlock, index: number, place: number): string | null {
  const value = valueOfBlock(rows, index, place);
  if (value === null || typeof value === 'string') return value;
  throw new LienThongError('SOURCE_NOT_READY', {
    message: 'a key holds bytes that are no UTF-8: reading cannot go on behind it',
    remedy: 'Texts come as they are stored (SQL_ASCII, or storedText): choose a key of ASCII characters.',
  });
}
