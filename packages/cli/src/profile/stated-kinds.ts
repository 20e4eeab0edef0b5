import { LienThongError } from '@lienthong/core';
import { type ColumnKind, columnKinds } from '@lienthong/dictionary';
import type { Words } from '../words/words.ts';

/** What a person says of columns: `--type so_giay_to=old-id-card`. */
export function readStatedKinds(
  stated: readonly string[],
  columns: readonly string[],
  { profile, dictionary }: Words,
): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind>();
  for (const one of stated) {
    // A name can hold an equals sign, a kind cannot.
    const sign = one.lastIndexOf('=');
    const column = one.slice(0, Math.max(0, sign));
    const kind = columnKinds.find((known) => known === one.slice(sign + 1));
    if (sign < 0 || kind === undefined) {
      throw new LienThongError('OPTIONS_INVALID', { message: profile.noKind(one), remedy: dictionary.choose(columnKinds.join(', ')) });
    }
    if (!columns.includes(column)) {
      throw new LienThongError('OPTIONS_INVALID', { message: profile.noColumn(column), remedy: dictionary.choose(columns.join(', ')) });
    }
    kinds.set(column, kind);
  }
  return kinds;
}
