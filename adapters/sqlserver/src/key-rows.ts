import { type KeyText, keyOf, orderOf } from '@lienthong/adapter-kit';
import { type Session, valueAt } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import type { ParameterList, Statement } from './sql.ts';

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
      found = keyOf(key, cells, places, valueAt);
    },
    signal,
  );
  return found;
}
