import type { Cell, Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import { orderOf } from './key-order.ts';
import type { KeyText } from './positions.ts';
import type { ParameterList, Statement } from './sql.ts';

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
export function keyOf(key: readonly KeyColumn[], cells: readonly Cell[], places: readonly number[]): KeyText {
  return key.map((column, part) => {
    const value = cells[places[part] ?? -1]?.value;
    return value === null || value === undefined ? null : column.text(value);
  });
}

/** `from` is what stands behind FROM, its conditions included. */
export function keyAtStatement(key: readonly KeyColumn[], from: string, before: number, parameters: ParameterList): Statement {
  const printed = key.map((column) => column.printed(column.sql)).join(', ');
  const skip = parameters.add('skip', 'int', before);
  return {
    text: `select ${printed} from ${from} order by ${orderOf(key)} offset ${skip} rows fetch next 1 rows only`,
    parameters: parameters.all,
  };
}

/** The key of the row that so many others stand before; `undefined` when there are not so many. */
export async function keyAt(
  session: Session,
  key: readonly KeyColumn[],
  statement: Statement,
  signal: AbortSignal,
): Promise<KeyText | undefined> {
  let found: KeyText | undefined;
  const places = key.map((_, index) => index);
  await session.read(
    statement,
    (cells) => {
      found = keyOf(key, cells, places);
    },
    signal,
  );
  return found;
}
