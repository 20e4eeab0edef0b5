import type { Row, Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import { orderOf } from './key-order.ts';
import type { KeyText } from './positions.ts';
import type { BindList, Statement } from './sql.ts';

/** What is selected so that each row tells its key as well: `printed`, and behind it what is missing. */
export interface PrintedKey {
  readonly printed: readonly string[];
  /** Where a row has the parts of the key. */
  readonly places: readonly number[];
}

export function printWithKey(printed: readonly string[], key: readonly KeyColumn[]): PrintedKey {
  const all = [...printed];
  const places = key.map((column) => {
    const sql = column.printed(column.sql);
    const place = all.indexOf(sql);
    return place >= 0 ? place : all.push(sql) - 1;
  });
  return { printed: all, places };
}

/** The key of a row of the driver. */
export function keyOf(key: readonly KeyColumn[], row: Row, places: readonly number[]): KeyText {
  return key.map((column, part) => {
    const value = row[places[part] ?? -1];
    return value === null || value === undefined ? null : column.text(value);
  });
}

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
  return row === undefined ? undefined : keyOf(key, row, places);
}
