import { type KeyText, keyOf, orderOf } from '@lienthong/adapter-kit';
import { type Session, valueAt } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import type { BindList, Statement } from './sql.ts';

/** The first rows of an ordered statement, by what every release understands: the names within are ours, so that none occurs twice. */
export function firstRows(printed: readonly string[], tail: string, rows: string): string {
  const names = printed.map((_, index) => `c${index}`);
  const inner = printed.map((sql, index) => `${sql} c${index}`);
  return `select ${names.join(', ')} from (select ${inner.join(', ')} from ${tail}) where rownum <= ${rows}`;
}

/** `from` is what stands behind FROM, its conditions included. */
export function keyAtStatement(key: readonly KeyColumn[], from: string, before: number, binds: BindList): Statement {
  const printed = key.map((column) => column.printed(column.sql));
  const names = printed.map((_, index) => `c${index}`);
  const place = binds.add('place', 'number', before + 1);
  const numbered = firstRows(printed, `${from} order by ${orderOf(key)}`, place).replace(' from (', ', rownum place from (');
  return { text: `select ${names.join(', ')} from (${numbered}) where place = ${place}`, binds: binds.all };
}

/** The key of the row that so many others stand before; `undefined` when there are not so many. */
export async function keyAt(
  session: Session,
  key: readonly KeyColumn[],
  statement: Statement,
  signal: AbortSignal,
): Promise<KeyText | undefined> {
  const [row] = await session.query(statement, signal);
  const places = key.map((_, index) => index);
  return row === undefined ? undefined : keyOf(key, row, places, valueAt);
}
